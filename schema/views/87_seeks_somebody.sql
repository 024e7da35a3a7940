create macro seeks_somebody(sentence) as regexp_matches(
    sentence,
    '(?i)\b(introduce (me|us)|put (me|us) in touch|introduction to)\b'
    || '|\b(know|recommend|looking for|searching for|in need of|suggest) (of )?'
    || '(a|an|any|some|someone|somebody|anyone|anybody|one)\b'
    || '|\b(kennst du|kennen sie|suchen?) (ein|eine|einen|jemand|jemanden)\b'
    || '|\b(connais|connaissez-vous|cherche|conoces|busco) (un|une|una|quelqu|alguien)'
    || '|\b(känner du|letar efter|ken je) (någon|en|iemand|een)\b'
);
comment on macro seeks_somebody is 'Whether a sentence asks for a person or a firm: to be introduced, or for one who does something.';
