//! The harmless words, each alone on its line, hold nothing that labels and forms know.

use super::*;

/// One list, of which all lines are terms but comments and headings.
fn terms(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(|line| line.trim_end_matches(" ?").trim())
        .filter(|line| !line.is_empty() && !line.starts_with(['#', '[']))
}

#[test]
fn few_harmless_words_alone_have_the_form_of_an_identifier() {
    let lists = [
        include_str!("../../harmless/words/anatomy.txt"),
        include_str!("../../harmless/words/annotation.txt"),
        include_str!("../../harmless/words/contrast.txt"),
        include_str!("../../harmless/words/control.txt"),
        include_str!("../../harmless/words/counter.txt"),
        include_str!("../../harmless/words/finding.txt"),
        include_str!("../../harmless/words/form.txt"),
        include_str!("../../harmless/words/laterality.txt"),
        include_str!("../../harmless/words/modality.txt"),
        include_str!("../../harmless/words/position.txt"),
        include_str!("../../harmless/words/preset.txt"),
        include_str!("../../harmless/words/protocol.txt"),
        include_str!("../../harmless/words/technique.txt"),
        include_str!("../../harmless/words/unit.txt"),
        include_str!("../../harmless/words/view.txt"),
    ];
    let mut all = 0;
    let mut taken = Vec::new();
    for term in lists.into_iter().flat_map(terms) {
        all += 1;
        let text = PhiText::new(term.to_owned());
        if !phi(&Document::new(&text)).is_empty() {
            taken.push(term);
        }
    }
    assert!(
        all > 5_000 && taken.len() * 200 < all,
        "{} of {all}: {taken:?}",
        taken.len()
    );
}
