use deid_model::AttributeName;

use super::*;

const SIZE: FrameSize = FrameSize::new(1024, 768);

/// The areas and signatures of a picture with a header of `(keyword or gggg,eeee, value)`.
fn overlay_of(
    catalogue: &Catalogue,
    size: FrameSize,
    header: &[(&str, &str)],
    regions: &[UltrasoundRegion],
) -> (Vec<[u32; 4]>, Vec<String>) {
    let value_of = |attribute: &Attribute| {
        let names: Vec<String> = attribute.path().iter().map(name).collect();
        let name = names.join("::");
        let found = header.iter().find(|(keyword, _)| *keyword == name);
        found.map(|(_, value)| String::from(*value))
    };
    let overlay = catalogue.overlay(&Picture {
        size,
        value_of: &value_of,
        regions,
    });
    let areas = overlay.areas.into_iter().map(<[u32; 4]>::from).collect();
    let signatures = overlay.signatures.into_iter().map(String::from).collect();
    (areas, signatures)
}

fn name(name: &AttributeName) -> String {
    match name {
        AttributeName::Keyword(keyword) => keyword.clone(),
        AttributeName::Tag { group, element } => format!("{group:04x},{element:04x}"),
    }
}

fn areas(catalogue: &Catalogue, size: FrameSize, header: &[(&str, &str)]) -> Vec<[u32; 4]> {
    overlay_of(catalogue, size, header, &[]).0
}

/// Whether a CTP condition holds.
fn holds(condition: &str, header: &[(&str, &str)]) -> bool {
    let script = format!("any comment {{ {condition} }}\n (0,0,10,10)");
    let catalogue = Catalogue::from_ctp(&script).unwrap();
    !areas(&catalogue, SIZE, header).is_empty()
}

#[test]
fn what_lies_outside_of_the_ultrasound_regions_is_covered_beside_the_overlays_of_the_device() {
    let region = UltrasoundRegion {
        x0: 0,
        y0: 60,
        x1: 799,
        y1: 599,
    };
    let nothing = |_: &Attribute| None;
    let picture = Picture {
        size: FrameSize::new(800, 600),
        value_of: &nothing,
        regions: &[region],
    };
    let areas = Catalogue::builtin().known_areas(&picture);
    let expected = KnownArea {
        area: PixelBox::new(0, 0, 800, 60).unwrap(),
        reason: RegionReason::OutsideRegions,
        source: "SequenceOfUltrasoundRegions".into(),
    };
    assert_eq!(areas, [expected]);
}

#[test]
fn ctp_operators_bind_as_documented() {
    let header = [
        ("Modality", "US"),
        ("0008,0070", "Northlight Imaging"),
        ("Gain", "42 dB"),
    ];
    let cases = [
        (r#"Modality.equals("US")"#, true),
        (r#"Modality.equals("us")"#, false),
        (r#"Modality.equalsIgnoreCase("us")"#, true),
        (r#"!Modality.equals("US")"#, false),
        (r#"!!Modality.equals("US")"#, true),
        (r#"[0008,0070].contains("light")"#, true),
        (r#"[0008,0070].containsIgnoreCase("LIGHT")"#, true),
        (
            r#"[0008,0070].startsWith("North") * [0008,0070].endsWith("ing")"#,
            true,
        ),
        (r#"[0008,0070].matches("North.*")"#, true),
        (r#"[0008,0070].matches("North")"#, false),
        (r#"[0018,1012].equals("")"#, true),
        (
            r#"Gain.isGreaterThan("41.5") * Gain.isLessThan("43")"#,
            true,
        ),
        (r#"Missing.isLessThan("43")"#, false),
        ("true. + false. * false.", true),
        ("(true. + false.) * false.", false),
        ("true. // says nothing { ( \n * false.", false),
        (r#"SequenceOf::[0008,0100].equals("US")"#, false),
    ];
    for (condition, expected) in cases {
        assert_eq!(holds(condition, &header), expected, "{condition}");
    }
}

#[test]
fn ctp_areas_are_column_row_width_height() {
    let script = "Northlight
      { Modality.equals(\"US\") } (0,0,1024,60) ( 200, 60, 20, 20 )
      comment { Modality.equals(\"CT\") } (0,0,9,9)";
    let catalogue = Catalogue::from_ctp(script).unwrap();
    let (areas, labels) = overlay_of(&catalogue, SIZE, &[("Modality", "US")], &[]);
    assert_eq!(areas, [[0, 0, 1024, 60], [200, 60, 220, 80]]);
    assert_eq!(labels, ["signature in line 2"]);
}

#[test]
fn a_signature_of_a_size_is_scaled_to_pictures_of_the_same_shape() {
    let script = r#"
      { Modality.equals("US") * [0028,0010].equals("768") * Columns.equals("1024") } (0,0,1024,60)
      { Modality.equals("US") * Rows.equals("480") * Columns.equals("640") } (0,0,640,30)
      { Modality.equals("US") * Rows.containsIgnoreCase("600") } (0,0,800,59)"#;
    let catalogue = Catalogue::from_ctp(script).unwrap();
    let at = |columns, rows| {
        areas(
            &catalogue,
            FrameSize::new(columns, rows),
            &[("Modality", "US")],
        )
    };
    assert_eq!(at(1024, 768), [[0, 0, 1024, 60]]);
    assert_eq!(at(640, 480), [[0, 0, 640, 30]]);
    // No signature for this size: those of the same shape, scaled.
    assert_eq!(at(512, 384), [[0, 0, 512, 30], [0, 0, 512, 24]]);
    assert_eq!(at(800, 600), [[0, 0, 800, 59]]);
    assert!(at(1024, 700).is_empty());
    assert!(at(10240, 7680).is_empty());
}

#[test]
fn ctp_errors_tell_the_line() {
    let deep = format!("{{ {} true. }}", "(".repeat(40));
    let many = format!("{{ true.{} }}", " + true.".repeat(300));
    let cases = [
        ("\n{ Modality.equals(\"US\")", 2, ScriptProblem::Unclosed),
        ("{ true. }\n(0,0,5", 2, ScriptProblem::Unclosed),
        (
            "{ Modality.equals(\"US) }\n(0,0,5,5)",
            1,
            ScriptProblem::Unclosed,
        ),
        ("{ true. *\n( false. ", 2, ScriptProblem::Unclosed),
        ("(0,0,5,5)", 1, ScriptProblem::NoSignature),
        ("{ true. }\n\n(0,0,5)", 3, ScriptProblem::Area),
        ("{ true. } (0,0,5,0)", 1, ScriptProblem::Area),
        ("{ true. } (-1,0,5,5)", 1, ScriptProblem::Area),
        ("{ true. } (1,0,4294967295,5)", 1, ScriptProblem::Area),
        ("{\n\n [0008].equals(\"US\") }", 3, ScriptProblem::Attribute),
        ("{ Modality.is(\"US\") }", 1, ScriptProblem::Comparison),
        ("{ Rows.isLessThan(\"x\") }", 1, ScriptProblem::Value),
        ("{ Modality.matches(\"(\") }", 1, ScriptProblem::Expression),
        ("{ true. false. }", 1, ScriptProblem::Unexpected),
        ("}", 1, ScriptProblem::Unexpected),
        (deep.as_str(), 1, ScriptProblem::TooDeep),
        (many.as_str(), 1, ScriptProblem::TooManyTests),
    ];
    for (script, line, problem) in cases {
        let error = Catalogue::from_ctp(script).unwrap_err();
        assert_eq!(error, ScriptError { line, problem }, "{script}");
    }
}

const RECIPE: &str = r"FORMAT dicom

%filter graylist

LABEL Says nothing about areas # skipped
  contains BurnedInAnnotation No

LABEL Northlight dose page # ours
  contains ManufacturerModelName Aurora AS+
  + equals Modality CT
  + contains ImageType SCREEN SAVE || contains SeriesDescription Dose|Dosis
  + notequals Rows 100 + missing PatientSex
  coordinates 450,0,672, 85
  ctpcoordinates 0,700,100,20

LABEL Without conditions
  coordinates 1,2,3,4

%header
ADD PatientIdentityRemoved YES
";

#[test]
fn recipe_conditions_are_joined_line_by_line() {
    let catalogue = Catalogue::from_recipe(RECIPE).unwrap();
    let pages = |header: &[(&str, &str)]| areas(&catalogue, SIZE, header);
    let always = [1, 2, 3, 4];
    let page = [
        ("ManufacturerModelName", "AURORA AS 4"),
        ("Modality", "ct "),
        ("ImageType", r"DERIVED\SECONDARY\SCREEN SAVE"),
    ];
    let covered = [[450, 0, 672, 85], [0, 700, 100, 720], always];
    assert_eq!(pages(&page), covered);
    let other = ("SeriesDescription", "Dosisbericht");
    assert_eq!(pages(&[page[0], page[1], other]), covered);
    assert_eq!(pages(&[page[0], page[1]]), [always]);
    assert_eq!(pages(&[page[0], other]), [always]);
    assert_eq!(
        pages(&[page[0], page[1], other, ("PatientSex", "")]),
        [always]
    );
}

#[test]
fn a_recipe_keeps_believable_ultrasound_regions_only() {
    let recipe = "%filter graylist
      LABEL Blank
        coordinates all
      LABEL Keep
        present SequenceOfUltrasoundRegions
        keepcoordinates from:SequenceOfUltrasoundRegions";
    let catalogue = Catalogue::from_recipe(recipe).unwrap();
    let header = [("SequenceOfUltrasoundRegions", "")];
    let region = |x1, y1| UltrasoundRegion {
        x0: 0,
        y0: 100,
        x1,
        y1,
    };
    let kept = overlay_of(&catalogue, SIZE, &header, &[region(1023, 767)]);
    assert_eq!(kept.0, [[0, 0, 1024, 100]]);
    let outside = overlay_of(&catalogue, SIZE, &header, &[region(1024, 767)]);
    assert_eq!(outside.0, [[0, 0, 1024, 768]]);
    let absent = overlay_of(&catalogue, SIZE, &[], &[region(1023, 767)]);
    assert_eq!(absent.0, [[0, 0, 1024, 768]]);
}

#[test]
fn recipe_errors_tell_the_line() {
    let cases = [
        ("FORMAT nifti", 1, ScriptProblem::Format),
        ("LABEL x", 1, ScriptProblem::NoSection),
        (
            "%filter a\ncontains Modality CT",
            2,
            ScriptProblem::NoSignature,
        ),
        (
            "%filter a\nLABEL x\nlooks Modality CT",
            3,
            ScriptProblem::Comparison,
        ),
        (
            "%filter a\nLABEL x\ncontains Modality",
            3,
            ScriptProblem::Value,
        ),
        (
            "%filter a\nLABEL x\nmissing Mo-dality",
            3,
            ScriptProblem::Attribute,
        ),
        (
            "%filter a\nLABEL x\ncontains Modality (",
            3,
            ScriptProblem::Expression,
        ),
        (
            "%filter a\nLABEL x\ncoordinates 5,5,5,9",
            3,
            ScriptProblem::Area,
        ),
        (
            "%filter a\nLABEL x\nkeepcoordinates from:Rows",
            3,
            ScriptProblem::Area,
        ),
    ];
    for (recipe, line, problem) in cases {
        let error = Catalogue::from_recipe(recipe).unwrap_err();
        assert_eq!(error, ScriptError { line, problem }, "{recipe}");
    }
}

#[test]
fn our_own_catalogue_covers_what_it_names() {
    let catalogue = Catalogue::builtin();
    let cxdi = |rows| {
        let device = [
            ("Manufacturer", "Canon Inc."),
            ("ManufacturerModelName", "CXDI-50"),
        ];
        [device[0], device[1], ("Rows", rows)]
    };
    let size = FrameSize::new(2208, 2592);
    let covered = areas(&catalogue, size, &cxdi("2592"));
    assert_eq!(covered, [[0, 0, 2208, 80], [0, 2512, 2208, 2592]]);
    assert!(areas(&catalogue, FrameSize::new(110, 130), &cxdi("130")).is_empty());
    let label = [
        ("Modality", "SM"),
        ("ImageType", r"ORIGINAL\PRIMARY\LABEL\NONE"),
    ];
    assert_eq!(areas(&catalogue, SIZE, &label), [[0, 0, 1024, 768]]);
    assert!(areas(&catalogue, SIZE, &[("Modality", "US")]).is_empty());
    assert!(areas(&catalogue, FrameSize::new(0, 0), &label).is_empty());
}

#[test]
fn hostile_scripts_end_soon_and_never_panic() {
    let pieces = [
        "{",
        "(",
        "\"",
        "[",
        "!",
        "((((",
        "{ true. } (0,0,1,1)",
        "//",
        "{ true. * ",
        "LABEL\n",
        "%filter\nLABEL x\ncontains a + ",
        "%filter\nLABEL x\ncoordinates 0,0,9,9\nkeepcoordinates 1,1,2,2\n",
        "| + || contains",
        "\u{feff}é\u{301}",
    ];
    for piece in pieces {
        let script = piece.repeat(100_000 / piece.len());
        let read = [
            Catalogue::from_ctp(&script),
            Catalogue::from_recipe(&script),
        ];
        for catalogue in read.into_iter().flatten() {
            let (areas, _) = overlay_of(&catalogue, SIZE, &[("a", "b")], &[]);
            assert!(areas.len() < 5000);
        }
    }
}
