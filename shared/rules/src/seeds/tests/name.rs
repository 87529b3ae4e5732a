//! Names.

use super::*;

#[test]
fn a_name_is_found_in_every_order_and_form() {
    let name = "Doe^Jane^Anne^Dr.^MD";
    check_all(
        Name,
        name,
        &[
            "DOE^JANE",
            "DOE JANE",
            "Jane Doe",
            "DOE, JANE A",
            "J. DOE",
            "DOE J",
            "JANE A. DOE",
            "DOE,J.A.",
            "doe^jane^anne",
            "DOEJANE",
            "JANEDOE",
            "JDOE",
            "DOEJ",
            "D0E JANE",
            "DOE JAME",
            "JANE ANNE DOE",
            "DOE JA",
            "J.DOE",
            "Jane\nDoe",
            "DOE_JANE",
            "Doe/Jane",
            "JA NE DOE",
        ],
    );
    check(
        Name,
        name,
        &[
            ("Name: DOE JANE F 34Y", "DOE JANE"),
            ("Name:DOE", "Name:DOE"),
            ("NameDOE 12 mm", "NameDOE"),
            ("Dr. Smith JD R", ""),
            ("J D", ""),
            ("R DOE L", "DOE"),
            ("CHEST PA Doe 120 kV", "Doe"),
            ("Dr MD", ""),
            ("DOSE 1.2 mGy", ""),
            ("DONE", ""),
        ],
    );
}

#[test]
fn names_with_umlauts_accents_and_misread_letters_are_found() {
    check_all(
        Name,
        "Müller^Jörg",
        &[
            "MULLER JORG",
            "Mueller Joerg",
            "Müller",
            "MUL LER",
            "MU1LER",
            "Miiller",
            "MULIER",
            "MÜLLERJÖRG",
        ],
    );
    check_all(
        Name,
        "MUELLER^JOERG",
        &["Müller", "MULLER JORG", "Jörg Mueller"],
    );
    check_all(Name, "Weiß^Zoë", &["WEISS ZOE", "Weiß", "WEIB ZOE"]);
    check_all(
        Name,
        "Núñez García^José",
        &[
            "NUNEZ",
            "Garcia",
            "NUNEZ GARCIA JOSE",
            "NUNEZGARCIA",
            "GARC1A J",
        ],
    );
    check_all(
        Name,
        "Barnes^Clara",
        &["BAMES", "DARA BARNES", "Bar nes", "BARNE5 C"],
    );
    check_all(
        Name,
        "Thompson^Wanda",
        &[
            "TH0MP5ON",
            "Thomson",
            "VVANDA",
            "THOMPSQN",
            "THOM PSON",
            "TOMPSON",
            "MrsThompson",
        ],
    );
}

#[test]
fn parts_of_double_names_particles_and_former_names_are_found() {
    check_all(
        Name,
        "Meyer-Schulze^Anna-Lena",
        &[
            "MEYER",
            "Schulze",
            "MEYER-\nSCHULZE",
            "ANNALENA",
            "Anna Lena Meyer",
        ],
    );
    check_all(
        Name,
        "von der Heide^Karl",
        &[
            "VON DER HEIDE",
            "Heide, Karl von der",
            "HEIDE",
            "K. VON DER HEIDE",
        ],
    );
    check_all(
        Name,
        "O'Brien^Sean",
        &["O'BRIEN", "OBRIEN", "O BRIEN", "BRIEN"],
    );
    check_all(Name, "Dr. Jane Doe", &["DOE", "Jane", "DOE^JANE", "J DOE"]);
    check_all(Name, "Doe, Jane", &["DOEJANE", "JDOE"]);
    check(
        Name,
        "von der Heide^Karl",
        &[("von der", ""), ("Dr. van", "")],
    );
    let former = [
        value(Name, "Doe^Jane", "PatientName"),
        value(Name, "Roessler^Jane", "OtherPatientNames"),
    ];
    let found = opinions(&former, "Rössler");
    assert_eq!(
        found
            .iter()
            .map(|opinion| opinion.source)
            .collect::<Vec<_>>(),
        ["OtherPatientNames"]
    );
}

#[test]
fn all_component_groups_of_a_name_are_found() {
    let name = "Yamada^Tarou=山田^太郎=やまだ^たろう";
    check_all(
        Name,
        name,
        &[
            "YAMADA TAROU",
            "山田",
            "太郎",
            "山田太郎",
            "山田太郎様",
            "やまだ",
            "たろう やまだ",
        ],
    );
    check_all(
        Name,
        "Hong^Gildong=洪^吉洞=홍^길동",
        &["HONG", "길동", "洪^吉洞", "홍길동"],
    );
}

#[test]
fn short_names_count_beside_another_word_of_the_name_only() {
    check(
        Name,
        "Li^Ma",
        &[
            ("LI MA", "LI MA"),
            ("MA, LI", "MA, LI"),
            ("LI", ""),
            ("200 mA", ""),
            ("Ma", ""),
            ("LI 34 MA", ""),
        ],
    );
    check(
        Name,
        "Ng^Xavier",
        &[("NG XAVIER", "NG XAVIER"), ("NG", ""), ("XAVIER", "XAVIER")],
    );
}

#[test]
fn markers_never_become_a_name_by_themselves() {
    for header in [
        "L^R",
        "M^F",
        "AP^M",
        "L",
        "R",
        "Lars^Richter",
        "Fox^Mary",
        "Rand^Lena^M",
    ] {
        for text in [
            "L",
            "R",
            "M",
            "F",
            "AP",
            "PA",
            "L R",
            "R\nL",
            "M F",
            "AP L",
            "7",
            "R AP ERECT",
            "L L L",
        ] {
            check(Name, header, &[(text, "")]);
        }
    }
    for kind in [Id, Institution, Address, Text, Phone] {
        for header in ["M", "F", "L", "R", "AP", "1", "7", "12"] {
            check(kind, header, &[("M F L R AP PA 1 7 12", "")]);
        }
    }
    check(
        Name,
        "Richter^Lars",
        &[
            ("R RICHTER L", "RICHTER"),
            ("RICHTER L.", "RICHTER L."),
            ("RICHTER,L", "RICHTER,L"),
        ],
    );
    check(
        Name,
        "Doe^Jane^Lee",
        &[("JANE L DOE", "JANE L DOE"), ("L JANE DOE R", "JANE DOE")],
    );
}

#[test]
fn surnames_that_are_harmless_words_are_found_when_the_header_names_them() {
    for name in [
        "Hand", "Foot", "Chin", "Long", "Hart", "Head", "Knee", "Left", "Right", "Mode", "Field",
        "Stone", "May", "Bone",
    ] {
        check(
            Name,
            &format!("{name}^Zelda"),
            &[(
                &format!("{} LATERAL", name.to_uppercase()),
                &name.to_uppercase(),
            )],
        );
    }
    check(Name, "Hart^Zelda", &[("HEART", ""), ("HART", "HART")]);
    check(Name, "Long^Zelda", &[("LUNG", ""), ("L0NG", "L0NG")]);
}
