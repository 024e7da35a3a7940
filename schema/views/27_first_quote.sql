create macro first_quote(evidence) as list_extract(
    list_transform(
        list_filter(evidence, lambda item: item.quote <> ''),
        lambda item: item.quote
    ),
    1
);
comment on macro first_quote is 'The first words of a list of evidence, null where it has none.';

-- Single words that carried the classifier show nothing to a reader.
create macro telling_quote(evidence) as first_quote(
    list_filter(evidence, lambda item: item.source = 'text' and length(item.quote) >= 8)
);
comment on macro telling_quote is 'The first words of a message in a list of evidence that are long enough to tell something, null where it has none.';
