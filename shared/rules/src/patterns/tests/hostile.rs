use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

fn opinions(text: String) -> Vec<Opinion> {
    let text = PhiText::new(text);
    PATTERNS.opinions(&Document::new(&text))
}

/// Generous, for a loaded machine and an unoptimized build: what takes quadratic time here takes minutes.
const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn no_text_takes_more_than_linear_time() {
    for piece in [
        "1 ",
        "1.",
        "1",
        "0 ",
        "a",
        "A ",
        "Name: ",
        "Name ",
        "12/",
        "1/",
        "1,",
        "1:",
        "1a",
        "/",
        "F/1",
        "A.",
        "a@",
        "1^",
        "1年",
        "L/",
        "1-",
        "Jan ",
        "1 Jan ",
        "@",
        "^",
        "A^ ",
        "+1 ",
        "(",
        ": ",
        "::",
        "Dr. ",
        "Klinik ",
        "de ",
        "L JD\n",
        "\n",
        "00000000 ",
        "O0",
        "é",
        "名 ",
        "A1",
        "a.b",
        "Patient ",
        "rue ",
        "1 Rue de ",
        "MD, ",
        "34Y ",
        "www.",
        "ID:",
    ] {
        let started = Instant::now();
        opinions(piece.repeat(50_000 / piece.len()));
        assert!(started.elapsed() < LIMIT, "{piece:?}");
    }
}

proptest! {
    #[test]
    fn every_text_is_judged_without_panic_and_within_its_words(text in "\\PC{0,200}") {
        let words = text.split_whitespace().count();
        for opinion in opinions(text) {
            prop_assert!(opinion.words.start < opinion.words.end && opinion.words.end <= words);
            let harmless = opinion.category == PhiCategory::Harmless;
            prop_assert!(harmless == (opinion.score == 0.0) && opinion.score <= 0.97);
        }
    }

    #[test]
    fn texts_of_labels_numbers_and_marks_are_judged_without_panic(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("Name"), Just(":"), Just("="), Just(" "), Just("\n"), Just("1"), Just("31"), Just("."), Just("/"), Just("Jan"),
                Just("2000"), Just("^"), Just("Dr."), Just("DOB"), Just("Pat"), Just("ID"), Just("é"), Just("O"), Just("l"), Just("|"),
                Just("L"), Just("mm"), Just("straße"), Just("Hospital"), Just("@"), Just("+"), Just("("), Just("年"), Just("-"),
            ],
            0..40,
        )
    ) {
        let text = pieces.concat();
        let words = text.split_whitespace().count();
        for opinion in opinions(text) {
            prop_assert!(opinion.words.start < opinion.words.end && opinion.words.end <= words);
        }
    }

    #[test]
    fn every_day_is_found_in_every_layout(year in 1900u32..2030, month in 1u32..13, day in 1u32..29) {
        let name = crate::patterns::months::MONTHS[month as usize - 1][0];
        let short = year % 100;
        for text in [
            format!("{year}{month:02}{day:02}"), format!("{year}-{month:02}-{day:02}"), format!("{day:02}.{month:02}.{year}"),
            format!("{month}/{day}/{year}"), format!("{day:02}.{month:02}.{short:02}"), format!("{day} {name} {year}"),
            format!("{day:02}-{}-{short:02}", &name[..3]), format!("{name} {day}, {year}"), format!("{year}/{month}/{day}"),
        ] {
            let words = text.split(' ').count();
            let found = opinions(text.clone());
            let whole = found.iter().any(|found| found.words == (0..words) && found.category == PhiCategory::Date);
            prop_assert!(whole, "{text}");
        }
    }
}
