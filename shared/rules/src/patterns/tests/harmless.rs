use super::*;

#[track_caller]
fn untouched(texts: &[&str]) {
    for text in texts {
        check(text);
    }
}

#[test]
fn technique_numbers_are_left_alone() {
    untouched(&[
        "120 kVp 200 mAs",
        "120kVp",
        "5.0 cm",
        "W 400 L 40",
        "W400L40",
        "WW1500 WL-500",
        "TR 5000 TE 100",
        "FOV 350 mm",
        "1.25 mm",
        "MI 1.2 TIS 0.8",
        "60 dB/C4",
        "7.5 MHz",
        "Zoom 1.5",
        "100%",
        "-1000.0 HU",
        "DLP 123.45 mGycm",
        "30 fps",
        "0.123456",
        "1,000,000",
    ]);
}

#[test]
fn counters_ratios_sizes_and_lengths_of_time_are_left_alone() {
    untouched(&[
        "12/34",
        "Im: 12/345",
        "Se 3",
        "512x512",
        "1024x1024",
        "Frame 123/456",
        "1:1",
        "Zoom 1:20",
        "TA 02:34",
        "100-200",
        "BONE AGE 3.5 mm",
        "SC2000 3.5 mm",
        "10 20 30 40",
        "1/60 s",
        "0 5 10 15",
        "IM 123456",
        "3/4",
        "16:9",
    ]);
}

#[test]
fn views_positions_and_laterality_are_left_alone() {
    untouched(&[
        "L",
        "R",
        "AP",
        "PA LAT",
        "R CC",
        "L MLO",
        "RCC",
        "LT KNEE AP",
        "R ICA",
        "CHEST PA",
        "SUPINE PORTABLE",
        "L5/S1",
        "T12",
        "HFS",
        "RAO 30",
        "LT",
        "L LAT",
        "R HIP",
        "L TX",
        "RA LP L",
    ]);
}

#[test]
fn versions_probes_and_standards_are_left_alone() {
    untouched(&[
        "V1.2.30",
        "Version 10.12.15",
        "C5-1",
        "L12-3",
        "IEC60601",
        "CE0123",
        "4.1.3",
        "1.2.3.4",
        "X5-1c",
        "9L-D",
        "EPIQ 7C",
    ]);
}

#[test]
fn protocol_words_are_left_alone() {
    untouched(&[
        "MR BRAIN",
        "DR CHEST",
        "t1_tse_sag_384",
        "t2_tse_tra_p2_384",
        "Study: Liver",
        "Exam: Echo",
        "Routine Head",
        "Not for diagnostic use",
        "hospital bed",
        "Mag 2",
        "May",
        "Set 5",
        "SR",
        "Sagittal T2 3mm",
        "via contrast",
        "10^3/mm",
        "90 @ 2",
        "ms",
        "Copyright 2019 GE Healthcare",
        "CLINIC",
    ]);
}
