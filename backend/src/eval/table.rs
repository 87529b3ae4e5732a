//! An evaluation as Markdown tables.

use std::fmt::{self, Display, Formatter};

use super::detection::{Covered, Detection};
use super::evaluation::Evaluation;
use super::rate::Rate;
use super::reading::{CharacterErrors, Reading};

/// An evaluation, to be printed for people.
pub struct Table<'a>(pub &'a Evaluation);

impl Display for Table<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let evaluation = self.0;
        writeln!(f, "| found and covered | share | Wilson 95 % | of |")?;
        writeln!(f, "|---|---|---|---|")?;
        writeln!(f, "| images | {} | | |", evaluation.images)?;
        writeln!(
            f,
            "| without an answer, counted as nothing found | {} | | |",
            evaluation.failed.len()
        )?;
        writeln!(f, "| megapixels | {:.1} | | |", evaluation.megapixels)?;
        detection(f, &evaluation.detection)?;
        if let Some(seconds) = evaluation.seconds_per_megapixel {
            writeln!(f, "| seconds per megapixel | {seconds:.3} | | |")?;
        }
        if let Some(read) = &evaluation.reading {
            writeln!(
                f,
                "\n| read | share | Wilson 95 % | of |\n|---|---|---|---|"
            )?;
            reading(f, read)?;
        }
        slices(f, &evaluation.detection)
    }
}

fn detection(f: &mut Formatter<'_>, found: &Detection) -> fmt::Result {
    let groups: [(&str, &Covered); 4] = [
        ("legible", &found.legible),
        ("down to 8 % and 6 px", &found.in_reach),
        ("all Latin print", &found.latin_print),
        ("everything", &found.everything),
    ];
    for (name, covered) in groups {
        rate(f, &format!("PHI words covered, {name}"), &covered.words)?;
        rate(
            f,
            &format!("images without a leak, {name}"),
            &covered.images,
        )?;
    }
    rate(f, "harmless words kept, legible", &found.harmless_kept)?;
    rate(f, "markers kept, legible", &found.markers_kept)?;
    let area = &found.text_free_area;
    for (name, share) in [
        ("mean", area.mean),
        ("median", area.median),
        ("99th percentile", area.percentile_99),
    ] {
        writeln!(
            f,
            "| text-free area covered, {name} | {} | | |",
            percent(share)
        )?;
    }
    Ok(())
}

fn reading(f: &mut Formatter<'_>, read: &Reading) -> fmt::Result {
    let lines: [(&str, &CharacterErrors); 4] = [
        ("clear lines found", &read.clear_found_lines),
        ("clear lines", &read.clear_lines),
        ("lines found", &read.found_lines),
        ("all lines", &read.lines),
    ];
    for (name, errors) in lines {
        let (share, lines) = (errors.rate.map_or("-".into(), percent), errors.lines);
        writeln!(
            f,
            "| character error rate, {name} | {share} | | {lines} lines |"
        )?;
    }
    for (name, share) in [
        ("PHI words exact", &read.exact_phi_words),
        ("PHI words exact, legible", &read.exact_legible_phi_words),
        ("found words that were read", &read.read_words),
        ("confident (0.9) words exact", &read.confident_words),
        ("PHI words recovered", &read.recovered_phi_words),
    ] {
        rate(f, name, share)?;
    }
    Ok(())
}

fn slices(f: &mut Formatter<'_>, found: &Detection) -> fmt::Result {
    if !found.text_free_images.is_empty() {
        writeln!(
            f,
            "\n| images without words | with a box | Wilson 95 % | of | median boxes |"
        )?;
        writeln!(f, "|---|---|---|---|---|")?;
    }
    for row in &found.text_free_images {
        let (share, bounds) = shown(&row.with_box);
        let (name, of, boxes) = (&row.background, row.with_box.of, row.median_boxes);
        writeln!(f, "| {name} | {share} | {bounds} | {of} | {boxes} |")?;
    }
    if !found.slices.is_empty() {
        writeln!(
            f,
            "\n| words covered, by | | share | Wilson 95 % | of |\n|---|---|---|---|---|"
        )?;
    }
    for slice in &found.slices {
        let (share, bounds) = shown(&slice.words);
        let (by, name, of) = (&slice.by, &slice.name, slice.words.of);
        writeln!(f, "| {by} | {name} | {share} | {bounds} | {of} |")?;
    }
    Ok(())
}

fn rate(f: &mut Formatter<'_>, name: &str, rate: &Rate) -> fmt::Result {
    let (share, bounds) = shown(rate);
    writeln!(f, "| {name} | {share} | {bounds} | {} |", rate.of)
}

fn shown(rate: &Rate) -> (String, String) {
    let bounds = rate.lower_bound.zip(rate.upper_bound);
    (
        rate.share.map_or("-".into(), percent),
        bounds.map_or("-".into(), |(lower, upper)| {
            format!("{:.2}-{:.2} %", lower * 100.0, upper * 100.0)
        }),
    )
}

fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}
