"""Short forms of given names: Bob is Robert, Kate is Katherine or Catherine.

Knows what people who write business mail in English, German, French, Spanish, Dutch and
Swedish are called for short; it refuses to know who a Kate is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

# Given names, and behind the colon what they are called. A short form that is as often a name of
# its own ("Jack", "Jan") is left out where it would join two people more often than it
# finds one.
_LISTING: Final = """
    abigail: abby gail; adriana: adri; albert: bert; alejandro: alex ale
    alexander: alex sasha xander sandy lex; alexandra: alex sandra sandy lexi; alfred: fred alf
    alison: ali; allison: ally ali; amanda: mandy; andrea: andi; andreas: andi; andrew: andy drew
    angela: angie; anthony: tony; antoinette: toni; anton: toni; antonia: toni; antonio: toni toño
    archibald: archie; arthur: art; augustus: gus; barbara: barb babs; bartholomew: bart
    bartholomeus: bart; beatrice: bea; beatrix: bea; beatriz: bea; benjamin: ben benny
    bernard: bernie; bernadette: bernie; bradley: brad; carolina: caro; caroline: carrie caro
    catherine: cathy kate cat; charles: charlie chuck chas; charlotte: charlie lottie lotte
    christian: chris; christina: chris tina chrissie; christine: chris tina chrissie
    christopher: chris kit topher; clifford: cliff; concepción: concha; cornelia: nele conny
    cornelis: kees; cynthia: cindy; daniel: dan danny; daniela: dani; danielle: dani; david: dave
    deborah: deb debbie; delphine: del; desmond: des; diana: di; dolores: lola; dominic: dom
    dominique: dom; donald: don donnie; dorothea: dora thea; dorothy: dot dottie; douglas: doug
    edmund: ed ned; eduardo: edu lalo; edward: ed ted eddie ned; edwin: ed; eleanor: ellie nell
    elizabeth: liz beth betty lisa lizzie eliza libby; emanuel: manny; emmanuel: manu manny
    emmanuelle: manu; enrique: quique; ernest: ernie; esperanza: espe; eugene: gene
    ferdinand: ferdi; fernando: nando; florian: flo; florence: flo; frances: fran; francesca: fran
    francis: frank fran; francisco: paco fran; franklin: frank; frederic: fred
    frederick: fred freddie; friederike: frieda rike; friedrich: fritz; frédéric: fred
    gabriel: gabe gabi; gabriele: gabi; gabriella: gabby; gareth: gaz; geoffrey: geoff
    gerald: jerry gerry; gerard: gerry; gertrude: trudy; gilbert: gil; gonzalo: gonza
    gregory: greg; guadalupe: lupe; guillermo: guille memo; harold: harry hal
    harriet: hattie; heinrich: heiner; hendrik: henk; henrik: henke; henry: hank harry hal
    herbert: herb bert; howard: howie; ignacio: nacho; isabel: isa izzy
    isabella: bella izzy isa; isabelle: isa izzy; jacob: jake; jacqueline: jackie; james: jim jimmy
    jeffrey: jeff; jennifer: jen jenny; jeremiah: jerry; jeremy: jez jem; jerome: jerry; jesús: chuy
    jessica: jess; joanna: jo; joanne: jo; johann: hans; johannes: hans hannes joop
    jonathan: jon jonny; jose: pepe; josef: sepp; joseph: joe joey; josephine: josie jo
    joshua: josh; josé: pepe; joão: joca; juan: juanito; judith: judy; jürgen: jogi; karl: kalle
    katarzyna: kasia; katherine: kate kathy katie kit kat; kathleen: kathy kate katie
    kathryn: kate kathy katie; katharina: kathi; kenneth: ken kenny; kimberly: kim; kristina: kicki
    lambert: bert; lars: lasse; lawrence: larry; leonard: len leo lenny; leopold: leo; leslie: les
    lorraine: lori; louis: lou; louisa: lou; louise: lou; magdalena: lena
    malgorzata: gosia; manuel: manolo manny; manuela: manu; marcus: marc
    margaret: maggie meg peggy mags marge; marjorie: marge; martha: marty
    martin: marty; matthew: matt matty; matthias: matze; maximilian: maxi max; maxwell: max
    maxine: max; melanie: mel; melissa: mel missy; mercedes: merche; michael: mike mick mickey michi
    michelle: shelly; mohammed: mo; mohamed: mo; monica: moni; monika: moni; montserrat: montse
    natalie: nat; nathan: nate nat; nathaniel: nate nat; neville: nev; nicholas: nick nicky
    nicola: nicky nic; nicolas: nico; nicole: nicky nic; nils: nisse; norman: norm; oliver: ollie
    olivia: liv livvy; olof: olle; oluwaseun: seun; pamela: pam; patricia: pat trish patty tricia
    patrick: pat paddy; penelope: penny; peter: pete; per: pelle; philip: phil pip
    philippa: pip pippa; phillip: phil; pieter: piet; pilar: pili; rachel: rach; rafael: rafa
    randall: randy; raymond: ray; rebecca: becky becca bex; reginald: reg reggie; remedios: reme
    richard: rick dick rich ricky; robert: bob rob bobby robbie; roberta: bobbie; roderick: rod
    rodney: rod; roland: rollo; ronald: ron ronnie; rosalind: roz; rosario: charo; rosemary: rosie
    rudolf: rudi; rupert: rupe; russell: russ; salvador: salva; salvatore: sal; samantha: sam
    samuel: sam sammy; sandra: sandy; santiago: santi; sebastian: seb basti
    sergio: checo; sidney: sid; silvester: syl; simon: si; solomon: sol; stanley: stan
    stefanie: steffi; stephanie: steph; stephen: steve stevie steph; steven: steve
    stewart: stu; stuart: stu; susan: sue susie; susanne: susi; suzanne: sue suzy
    sylvester: sly; terence: terry; teresa: tess tere terry; teodoro: teo; theodor: theo
    theodore: ted theo teddy; theresa: tess terry; thomas: tom tommy; timothy: tim timmy
    tobias: tobi toby; ulrich: uli; ulrike: uli; ursula: uschi; valerie: val;
    veronica: ronnie; veronika: vroni; victor: vic; victoria: vicky vicki vic tori; vincent: vince
    virginia: ginny; vivian: viv; walter: walt; wilfred: wilf; wilhelm: willi
    willem: wim; william: bill will billy willie; winifred: winnie; wolfgang: wolfi
    zachary: zach zack; zoltan: zoli
"""
_FULL: Final[dict[str, set[str]]] = {}
for _entry in _LISTING.replace("\n", ";").split(";"):
    _full, _, _shorts = _entry.strip().partition(": ")
    for _short in _shorts.split():
        _FULL.setdefault(_short, set()).add(_full)


@lru_cache(maxsize=4096)
def given_names(name: str) -> frozenset[str]:
    """The given names that ``name`` may stand for, itself among them; all in lower case.

    Two may be one person's where they share one: Bob and Robert, Bob and Rob.
    """
    return frozenset({name, *_FULL.get(name, ())})
