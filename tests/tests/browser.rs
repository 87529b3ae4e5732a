//! The page in a real browser: drop, review, save, and nothing leaves the computer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::collections::BTreeSet;

use deid_model::{Orientation, PixelBox};
use deid_phantom::{big, built, series};
use deid_tests::browser::{Visit, visit};
use deid_tests::judge::leaks;
use deid_tests::judge_header;
use deid_tests::stored::{Layout, open, picture, samples, text};
use dicom_dictionary_std::tags;

fn area_of(text: &str) -> PixelBox {
    let edges: Vec<u32> = text.split(',').map(|edge| edge.parse().unwrap()).collect();
    let edges: [u32; 4] = edges.try_into().unwrap();
    PixelBox::try_from(edges).unwrap()
}

/// Gives one file, waits for its regions, keeps the first that would be redacted, saves; the output, the box kept by
/// hand, and the filled ones.
async fn keep_one_and_save(
    visit: &Visit,
    name: &str,
    bytes: &[u8],
) -> (Vec<u8>, PixelBox, Vec<PixelBox>) {
    visit.give(&[(name, bytes)]).await;
    visit.wait_state(name, &["found", "needs-look"]).await;
    visit.element("[data-testid=save]").await;
    let before = visit.regions().await;
    let of = |regions: &[(String, String)], decision: &str| -> BTreeSet<String> {
        let decided = regions.iter().filter(|(_, is)| is == decision);
        decided.map(|(area, _)| area.clone()).collect()
    };
    let (redacted, harmless) = (of(&before, "redact"), of(&before, "keep"));
    assert!(redacted.len() >= 2 && !harmless.is_empty(), "{before:?}");
    let kept = redacted.first().unwrap();
    let toggle = "document.querySelector(`[data-testid=region][data-box=\"${arguments[0]}\"]`)
        .dispatchEvent(new MouseEvent('click', { bubbles: true }));";
    visit.script(toggle, vec![kept.as_str().into()]).await;
    let after = visit.regions().await;
    let now_kept: BTreeSet<_> = &of(&after, "keep") - &harmless;
    assert!(now_kept.len() == 1 && now_kept.contains(kept), "{after:?}");
    let last = save(visit, name).await;
    let output = visit.download(&format!("de-id-{name}")).await;
    let redacted =
        |(area, decision): &(String, String)| (decision == "redact").then(|| area_of(area));
    (
        output,
        area_of(kept),
        last.iter().filter_map(redacted).collect(),
    )
}

/// Saves a file; where the second reading found more, looks at it (it is to be redacted) and saves again.
/// Its regions as they were when it was saved.
async fn save(visit: &Visit, name: &str) -> Vec<(String, String)> {
    for _ in 0..4 {
        let regions = visit.regions().await;
        visit
            .element("[data-testid=save]")
            .await
            .click()
            .await
            .unwrap();
        if visit.wait_state(name, &["saved", "needs-look"]).await == "saved" {
            visit.element("[data-testid=verification]").await;
            return regions;
        }
    }
    panic!("{name} is not saved after four rounds");
}

/// Whether all samples of `area` are the same in both, or all are `fill`.
fn check_boxes(
    (layout, before, after): (Layout, &[u8], &[u8]),
    kept: PixelBox,
    filled: &[PixelBox],
    fill: u16,
) {
    let inside = |area: PixelBox, x: u32, y: u32| area.contains(x, y);
    let mut checked = [0, 0];
    for y in 0..layout.rows as u32 {
        for x in 0..layout.columns as u32 {
            let place = (x as usize, y as usize);
            for channel in 0..layout.channels.min(3) {
                let is = layout.sample(after, 0, place, channel);
                if filled.iter().any(|area| inside(*area, x, y)) {
                    assert_eq!(is, fill, "{x},{y} lies in a redacted region");
                    checked[0] += 1;
                } else if inside(kept, x, y) {
                    let was = layout.sample(before, 0, place, channel);
                    // A neighbour's painted margin may reach into the region that was kept.
                    checked[1] += u32::from(is == was);
                }
            }
        }
    }
    let all = kept.area() as u32 * layout.channels.min(3) as u32;
    assert!(
        checked[0] > 0 && checked[1] * 4 > all * 3,
        "{checked:?} of {all}"
    );
}

/// Nothing carried the file: to our server only GET without a body, from the page to nobody else, and bytes
/// of the file on no connection that the browser opened for whatever reason.
async fn check_wire(visit: &Visit, bytes: &[u8]) {
    let streams = visit.wire.to_server();
    let is_request = |line: &&str| line.ends_with(" HTTP/1.1");
    let requests: Vec<&str> = streams
        .iter()
        .flat_map(|text| text.lines().filter(is_request))
        .collect();
    assert!(
        requests.len() >= 5,
        "the wire was not recorded: {requests:?}"
    );
    assert!(
        requests.iter().all(|line| line.starts_with("GET ")),
        "{requests:?}"
    );
    for text in &streams {
        let text = text.to_lowercase();
        let has_body = text.contains("content-length:") || text.contains("transfer-encoding:");
        assert!(!has_body, "a request has a body: {text}");
    }
    let loaded = "return performance.getEntriesByType('resource').map(entry => entry.name)
        .filter(name => !name.startsWith(location.origin + '/') && !name.startsWith('blob:'));";
    let elsewhere = visit.script(loaded, Vec::new()).await;
    assert_eq!(elsewhere.as_array().map(Vec::len), Some(0), "{elsewhere}");
    for part in bytes.chunks_exact(64).step_by(bytes.len() / 64 / 50 + 1) {
        let is_telling = part.iter().any(|byte| *byte != part[0]);
        assert!(
            !is_telling || !visit.wire.holds(part),
            "bytes of the file were sent"
        );
    }
    assert!(
        visit.wire.bytes() < 64 << 10,
        "{} bytes were sent",
        visit.wire.bytes()
    );
}

#[test]
fn a_dropped_dicom_file_is_reviewed_and_saved() {
    visit(|visit| async move {
        let case = built("cr_implicit_little_12_bit");
        let (output, kept, filled) = keep_one_and_save(&visit, "chest.dcm", &case.bytes).await;
        assert_eq!(leaks(&case.truth.secrets, &output), Vec::<String>::new());
        let object = open(&output);
        // A region that a person kept may be PHI: the file does not claim to be clean.
        let header = judge_header::problems(&object, &output, true);
        assert!(header.is_empty(), "{header:?}");
        let (layout, data) = samples(&object);
        check_boxes((layout, &case.samples.unwrap(), &data), kept, &filled, 0);
        check_wire(&visit, &case.bytes).await;
        visit
    });
}

#[test]
fn a_dropped_png_is_reviewed_and_saved() {
    visit(|visit| async move {
        let case = built("png_grey_8_bit");
        let (output, kept, filled) = keep_one_and_save(&visit, "chest.png", &case.bytes).await;
        assert_eq!(leaks(&case.truth.secrets, &output), Vec::<String>::new());
        let (before, after) = (picture(&case.bytes), picture(&output));
        assert_eq!(before.layout, after.layout);
        check_boxes((after.layout, &before.data, &after.data), kept, &filled, 0);
        check_wire(&visit, &case.bytes).await;
        visit
    });
}

#[test]
fn a_dropped_series_comes_out_as_one_study() {
    visit(|visit| async move {
        let slices = series::ct_series(3);
        let names = ["slice1.dcm", "slice2.dcm", "slice3.dcm"];
        let files: Vec<(&str, &[u8])> = names
            .iter()
            .zip(&slices)
            .map(|(name, slice)| (*name, slice.bytes.as_slice()))
            .collect();
        visit.give(&files).await;
        let mut uids = Vec::new();
        for (name, slice) in names.iter().zip(&slices) {
            visit.wait_state(name, &["found", "needs-look"]).await;
            let select = "[...document.querySelectorAll('[data-testid=queue-item]')]
                .find(item => item.dataset.name === arguments[0]).querySelector('button').click();";
            visit.script(select, vec![(*name).into()]).await;
            save(&visit, name).await;
            let output = visit.download(&format!("de-id-{name}")).await;
            assert_eq!(leaks(&slice.truth.secrets, &output), Vec::<String>::new());
            let object = open(&output);
            let header = judge_header::problems(&object, &output, false);
            assert!(header.is_empty(), "{name}: {header:?}");
            uids.push(
                [
                    tags::STUDY_INSTANCE_UID,
                    tags::SERIES_INSTANCE_UID,
                    tags::SOP_INSTANCE_UID,
                ]
                .map(|tag| text(&object, tag)),
            );
        }
        assert!(!uids[0][0].is_empty() && !uids[0][1].is_empty());
        for other in &uids[1..] {
            assert_eq!(other[..2], uids[0][..2]);
            assert_ne!(other[2], uids[0][2]);
        }
        visit
    });
}

/// Where regions are drawn, as boxes of the picture's pixels as it is shown, by their boxes in stored pixels; and the size
/// of that picture.
const DRAWN_BOXES: &str = "const canvas = document.querySelector('[data-testid=frame-canvas]');
    const picture = canvas.getBoundingClientRect();
    const scale = picture.width / canvas.width;
    const drawn = [...document.querySelectorAll('[data-testid=region]')].map(region => {
        const area = region.querySelector('.region__box').getBoundingClientRect();
        const [x, y] = [area.left - picture.left, area.top - picture.top];
        return [region.dataset.box, [x, y, x + area.width, y + area.height].map(edge => edge / scale)];
    });
    return [[canvas.width, canvas.height], drawn];";

#[test]
fn a_turned_photograph_is_shown_upright_with_its_boxes_at_their_words_and_saved_as_it_was_stored() {
    visit(|visit| async move {
        let file = built("jpeg_turned");
        visit.give(&[("turned.jpg", &file.bytes)]).await;
        visit
            .wait_state("turned.jpg", &["found", "needs-look"])
            .await;
        visit.element("[data-testid=save]").await;
        let drawn = visit.script(DRAWN_BOXES, Vec::new()).await;
        let stored = file.truth.size;
        assert_eq!(drawn[0], serde_json::json!([stored.rows, stored.columns]));
        let boxes = drawn[1].as_array().unwrap();
        assert!(boxes.len() >= 8, "{boxes:?}");
        for pair in boxes {
            let area = area_of(pair[0].as_str().unwrap());
            let shown = Orientation::Clockwise.shown_box(area, stored).unwrap();
            for (edge, place) in <[u32; 4]>::from(shown)
                .into_iter()
                .zip(pair[1].as_array().unwrap())
            {
                let off = place.as_f64().unwrap() - f64::from(edge);
                // The outline has a width, and the screen has fewer pixels.
                assert!(off.abs() < 4.0, "{pair} is drawn off {shown:?}");
            }
        }
        save(&visit, "turned.jpg").await;
        let output = visit.download("de-id-turned.jpg").await;
        assert_eq!(leaks(&file.truth.secrets, &output), Vec::<String>::new());
        assert!(output.windows(8).any(|part| part == b"Exif\0\0MM"));
        assert_eq!(picture(&output).layout, picture(&file.bytes).layout);
        visit
    });
}

#[test]
fn a_hostile_file_is_refused_and_the_queue_goes_on() {
    visit(|visit| async move {
        let files = deid_phantom::hostile::hostile();
        let bad = &files
            .iter()
            .find(|(name, _)| *name == "sequences_10000.dcm")
            .unwrap()
            .1;
        let good = built("sc_odd_size_8_bit");
        visit
            .give(&[("bad.dcm", bad), ("good.dcm", &good.bytes)])
            .await;
        visit.wait_state("good.dcm", &["found", "needs-look"]).await;
        visit.wait_refused("bad.dcm").await;
        visit
    });
}

/// The times of the issue hold for an optimised build; what a test build takes is printed, and bounded loosely.
#[test]
fn a_chest_radiograph_of_four_megapixels_is_read_while_the_page_answers() {
    visit(|visit| async move {
        let case = big::chest_2048();
        let watch = "window.longest = 0; let last = performance.now();
            setInterval(() => { const now = performance.now(); window.longest = Math.max(window.longest, now - last);
            last = now; }, 10);";
        visit.script(watch, Vec::new()).await;
        visit.give(&[("large.dcm", &case.bytes)]).await;
        visit
            .wait_state("large.dcm", &["found", "needs-look"])
            .await;
        visit.element("[data-testid=save]").await;
        let marks = visit.marks(0).await;
        let longest = visit
            .script("return Math.round(window.longest);", Vec::new())
            .await;
        println!(
            "2048 x 2048, 16 bits, ms after the drop: {marks}; the page was busy for at most {longest} ms"
        );
        for name in ["deid:image", "deid:first-regions", "deid:all-regions"] {
            assert!(
                marks[name].as_u64().is_some_and(|ms| ms < 120_000),
                "{name}: {marks}"
            );
        }
        assert!(
            longest.as_u64().is_some_and(|ms| ms < 2_000),
            "the page was busy for {longest} ms"
        );
        assert!(visit.regions().await.len() >= 8);
        visit
    });
}
