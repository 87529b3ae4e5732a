//! How far identifiers reach: all groups of a number, all words of an institution, a value behind a longer label.

use super::check;

#[test]
fn institutions_reach_over_the_generic_words_beside_them() {
    for text in [
        "[Ostrey] [PET] [Center]",
        "[MRI] [Centrum] [Quillham]",
        "[Mammographie-Screening] [Quill]",
        "[MATERNITY] [UNIT]",
        "[Clinica] [Quillar] [S.L.]",
        "[Centro] [de] [Imagen] [Quillar]",
    ] {
        check(text);
    }
}

#[test]
fn examinations_named_like_institutions_are_left_alone() {
    for text in [
        "Cardiology Preset",
        "Lung Screening CT",
        "CT Unit 2",
        "Window Center 40",
        "Heart Center",
        "Service Mode",
    ] {
        check(text);
    }
}

#[test]
fn values_are_found_behind_longer_and_further_labels() {
    for text in [
        "Age at scan [29]",
        "Age of the patient [29]",
        "Employee no. [E7734]",
        "Time [1330]",
        "Medicare [2123] [45670] [1]",
        "[QQ] [12] [34] [56] [C]",
        "[QA-7741-B]",
        "[Av.] [das] [Quillas]",
        "Transcribed: [lmo]",
        "Name: [Left]",
        "Name: [Gain]",
        "[Frau] [Left]",
    ] {
        check(text);
    }
}

#[test]
fn labels_of_other_things_carry_no_such_value() {
    for text in [
        "Time 1330 ms",
        "Time 9975",
        "C5-1-A",
        "Age group adult",
        "Protocol Name: Left",
    ] {
        check(text);
    }
}
