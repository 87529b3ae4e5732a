//! What is harmless and what is not, as sentences.

use deid_model::PhiText;

use super::*;

fn harmless_words(vocabulary: &Vocabulary, text: &str) -> String {
    let text = PhiText::new(text.into());
    let document = Document::new(&text);
    let mut kept = vec!["_"; document.words.len()];
    for opinion in vocabulary.opinions(&document) {
        assert_eq!(
            (opinion.category, opinion.score),
            (PhiCategory::Harmless, 0.0)
        );
        for word in opinion.words {
            assert_eq!(kept[word], "_", "two opinions on one word");
            kept[word] = document.words[word].text;
        }
    }
    kept.join(" ")
}

/// Words that are not harmless stand as `_`.
fn check(modality: &str, cases: &[(&str, &str)]) {
    let vocabulary = Vocabulary::for_modality(Some(modality));
    for (text, expected) in cases {
        assert_eq!(
            harmless_words(&vocabulary, text),
            *expected,
            "{modality}: {text}"
        );
    }
}

/// All words are harmless.
fn check_harmless(modality: &str, texts: &[&str]) {
    let cases: Vec<_> = texts.iter().map(|text| (*text, *text)).collect();
    check(modality, &cases);
}

#[test]
fn sides_views_and_positions_are_harmless() {
    check_harmless(
        "DX",
        &[
            "L",
            "R",
            "(R)",
            "CHEST PA",
            "PORTABLE AP SEMI-ERECT",
            "Left lateral decubitus",
            "RT KNEE WEIGHT BEARING",
        ],
    );
    check_harmless(
        "DX",
        &[
            "Thorax p.a. stehend",
            "Rechtes Kniegelenk seitlich",
            "Tórax de frente en bipedestación",
        ],
    );
    check_harmless(
        "MG",
        &[
            "RCC",
            "R-MLO",
            "L ML",
            "RMLO spot compression",
            "Left breast cranio-caudal",
        ],
    );
    check_harmless(
        "CT",
        &[
            "Head first supine",
            "HFS",
            "A",
            "RPI",
            "S 12.5",
            "I 45.0",
            "R 125",
        ],
    );
}

#[test]
fn numbers_with_units_are_measurements() {
    check_harmless(
        "CT",
        &[
            "120 kVp 200 mA",
            "120kV",
            "5.0mm",
            "DLP 345.2 mGy*cm",
            "CTDIvol: 12.3 mGy",
            "-1000 HU",
            "12 x 13 x 4 mm",
            "45°",
            "80 %",
            "80%",
            "10 s",
            "Rotation time 0.5 s",
        ],
    );
    check_harmless("NM", &["370 MBq"]);
    check_harmless(
        "US",
        &[
            "15 cm/s",
            "2.5 MHz",
            "12.3 cm",
            "56 dB",
            "72 bpm",
            "45 fps",
            "+ Dist 12.3 mm",
        ],
    );
}

#[test]
fn technique_words_take_their_numbers_along() {
    check_harmless(
        "MR",
        &[
            "TR/TE 500/15",
            "TR: 2000 TE: 90",
            "FA 30",
            "FOV 320x320",
            "Matrix 256x256",
            "NEX 2",
            "TR=12000",
        ],
    );
    check_harmless(
        "CT",
        &[
            "W 350 L 40",
            "WL: 40 WW: 350",
            "W/L 350/40",
            "W:350 L:40",
            "Im: 34/120",
            "Se: 3",
            "Zoom 1.5x",
        ],
    );
    check_harmless(
        "US",
        &[
            "MI 0.8 TIS 0.2",
            "Gain 52",
            "DR 60",
            "Depth 15.0",
            "PRF 4.0kHz",
            "WF 150Hz",
            "MI<0.4",
        ],
    );
    check_harmless("XA", &["RAO 30 CRAN 20", "LAO 45", "Frame 12/30", "15 fps"]);
}

#[test]
fn numbers_that_may_identify_are_not() {
    check(
        "CT",
        &[
            ("45", "_"),
            ("2019", "_"),
            ("123456", "_"),
            ("12/05/2000", "_"),
            ("12:34", "_"),
            ("01.02.2000", "_"),
            ("Chest 45", "Chest _"),
            ("Im 12345678", "Im _"),
            ("Series 2019", "Series _"),
            ("120 kVp 200", "120 kVp _"),
            ("045Y", "_"),
            ("45 M", "_ _"),
            ("3/20", "_"),
            ("555-123-4567", "_"),
            ("12.5", "_"),
        ],
    );
}

#[test]
fn names_are_not_harmless_and_do_not_make_others_so() {
    check(
        "DX",
        &[
            ("SMITH JOHN", "_ _"),
            ("Chest Smith", "Chest _"),
            ("HAND^LEFT", "_"),
            ("Hand, L", "_ L"),
            ("L Hand Smith", "L _ _"),
            ("HAND", "_"),
            ("Hand Long", "_ _"),
            ("R JS", "R _"),
            ("R SD", "R _"),
            ("A. Smith", "_ _"),
            ("Smith A", "_ _"),
            ("R. Smith", "_ _"),
            ("de la Cruz", "_ _ _"),
            ("Page 45", "_ _"),
            ("Name Hand", "Name _"),
            ("CHEST/SMITH", "_"),
            ("left@chest.com", "_"),
            ("St Mary Hospital", "_ _ _"),
        ],
    );
}

#[test]
fn doubtful_words_are_harmless_in_company() {
    check_harmless(
        "DX",
        &[
            "HAND PA",
            "Left hand",
            "L HAND",
            "R FOOT OBL",
            "Hand X-ray",
            "Bone age",
            "L-HAND",
            "Waters view",
        ],
    );
    check_harmless(
        "DX",
        &[
            "Page 1/2",
            "Fuß seitlich",
            "rechte Hand",
            "Hand dorsopalmar",
        ],
    );
    check_harmless("US", &["Long axis", "Short axis", "Neck lateral"]);
}

#[test]
fn function_words_are_harmless_between_harmless_words() {
    check(
        "CT",
        &[
            ("Base of skull", "Base of skull"),
            ("Abdomen with contrast", "Abdomen with contrast"),
            ("Becken mit Hüfte", "Becken mit Hüfte"),
            ("Abdomen de Souza", "Abdomen _ _"),
            ("of", "_"),
            ("Slice 3 of 20", "Slice 3 of 20"),
        ],
    );
}

#[test]
fn ratios_weeks_and_thicknesses_are_measurements() {
    check_harmless(
        "CT",
        &[
            "Helical 0.984:1",
            "Thorax 5.0 B30f",
            "Lossy compressed 10:1",
            "kV 120 mA 210",
        ],
    );
    check_harmless("US", &["HC 17.2 cm 20w1d", "GA 19w4d"]);
    check(
        "CT",
        &[
            ("10:11", "_"),
            ("Smith 5.0 B30f", "_ _ B30f"),
            ("12.10 B30f", "_ B30f"),
        ],
    );
    check_harmless("DX", &["HWS seitlich in Inklination"]);
}

#[test]
fn forms_rows_and_names_of_sequences_are_harmless() {
    check_harmless(
        "CT",
        &[
            "HEAD C+",
            "HEAD 5.0",
            "IMAGE 1 OF 2",
            "Abdomen 3 210 120 12.34 567.8 0.5",
        ],
    );
    check_harmless(
        "MR",
        &["t1_vibe_dixon_tra_bh", "TA 2:31", "(A->P)", "Eh:A1"],
    );
    check_harmless("US", &["BPD 55.2mm 22w4d", "Baker cyst", "hand", "1.7/3.4"]);
    check_harmless("DX", &["Min 12 Max 45", "nach Reposition", "with contrast"]);
    check(
        "CT",
        &[
            ("SMITH_JOHN_CT", "_"),
            ("Max 45", "_ _"),
            ("Smith 3 210 120 12.34 567.8", "_ _ _ _ _ _"),
            ("von Abdomen", "_ Abdomen"),
            ("Baker", "_"),
        ],
    );
}

#[test]
fn one_confusion_of_the_reader_is_forgiven_in_long_words() {
    check(
        "DX",
        &[
            ("CHE5T", "CHE5T"),
            ("P0RTABLE", "P0RTABLE"),
            ("Stemum", "Stemum"),
            ("ABD0MEN", "ABD0MEN"),
            ("12O kV", "12O kV"),
            ("CHESL", "_"),
            ("P0RTAB1E", "_"),
            ("SCHAEDEL", "SCHAEDEL"),
            ("SCHADEL", "SCHADEL"),
        ],
    );
}

#[test]
fn scales_are_harmless_and_lone_numbers_are_not() {
    check(
        "US",
        &[
            ("0\n5\n10\n15", "0 5 10 15"),
            ("10 20 30", "10 20 30"),
            ("+61.6\n-61.6", "+61.6 -61.6"),
            ("5\n9\n10", "_ _ _"),
        ],
    );
    check(
        "US",
        &[
            ("2018\n2019\n2020", "_ _ _"),
            ("01 02 03", "_ _ _"),
            ("gain 1\n5 cm\n2\n7\n12", "gain 1 5 cm 2 7 12"),
        ],
    );
}

#[test]
fn modalities_have_their_own_abbreviations() {
    check(
        "US",
        &[("LV RA", "LV RA"), ("C5-1", "C5-1"), ("L12-3v", "L12-3v")],
    );
    check("DX", &[("RVSP", "RVSP"), ("LW", "_"), ("TE", "_")]);
    check(
        "MR",
        &[
            ("T2 FLAIR sag", "T2 FLAIR sag"),
            ("t2_tse_sag", "t2_tse_sag"),
            ("T2-FLAIR", "T2-FLAIR"),
        ],
    );
    check("OT", &[("TR 500", "TR 500"), ("TR", "_")]);
}

#[test]
fn a_phrase_is_one_opinion_with_its_source() {
    let text = PhiText::new("Left lateral decubitus 120 kVp".into());
    let document = Document::new(&text);
    let told: Vec<_> = Vocabulary::for_modality(Some("DX"))
        .opinions(&document)
        .into_iter()
        .map(|opinion| (opinion.words, opinion.reason, opinion.source))
        .collect();
    let expected = [
        (0..3, RegionReason::Vocabulary, "view"),
        (3..5, RegionReason::Measurement, "unit"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn markers_only_know_sides_views_and_positions_to_the_letter() {
    let vocabulary = Vocabulary::markers_only();
    for (text, expected) in [
        ("R", "R"),
        ("CHEST PA", "_ PA"),
        ("LAT ERECT", "LAT ERECT"),
        ("RCC", "RCC"),
        ("PORTABLE", "PORTABLE"),
        ("P0RTABLE", "_"),
        ("120 kVp", "_ _"),
        ("Waters", "_"),
        ("R SD", "R _"),
        ("lmo", "_"),
        ("LMO", "LMO"),
        ("LEFT", "LEFT"),
        ("Médecine Nucléaire CHU Nordlicht", "_ _ _ _"),
        ("Service de radiologie", "_ _ _"),
        ("22w4d", "_"),
    ] {
        assert_eq!(harmless_words(&vocabulary, text), expected, "{text}");
    }
}

#[test]
fn times_with_a_lost_digit_and_extensions_of_telephones_are_no_measurements() {
    let vocabulary = Vocabulary::for_modality(None);
    for (text, expected) in [
        ("21:0:40", "_"),
        ("17:17:0", "_"),
        ("4875 x6064", "_ _"),
        ("512 x512", "512 x512"),
        ("0.35 x 0.35", "0.35 x 0.35"),
    ] {
        assert_eq!(harmless_words(&vocabulary, text), expected, "{text}");
    }
}
