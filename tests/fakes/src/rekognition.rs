//! `DetectText` of Amazon Rekognition (`awsJson1_1`), with its limits.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::DynamicImage;
use serde_json::{Value, json};

use crate::behave::{Behave, Conduct, Fault, bad_gateway, disconnected};
use crate::mark::read_marks;
use crate::server::{Running, run};

/// Most bytes of a picture.
const MOST_BYTES: usize = 5 * 1024 * 1024;
/// Fewest pixels of a side.
const LEAST_SIDE: u32 = 80;
/// Most words of an answer.
const MOST_WORDS: usize = 100;
/// What the service itself leaves out where no filter is given, in percent.
const USUAL_CONFIDENCE: f64 = 80.0;
/// How sure the fake is of every word, in percent.
const CONFIDENCE: f64 = 99.0;

/// What the fake reads.
#[derive(Clone, Debug)]
pub enum Words {
    /// The marks in the picture, each by its number; one without an entry reads as `W` and its number.
    Marks(BTreeMap<u16, String>),
    /// These words at these ratios (left, top, width, height), whatever the picture shows.
    Fixed(Vec<(String, [f64; 4])>),
}

/// What was asked so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PicturesAsked {
    /// Bytes of the largest picture.
    pub largest_bytes: usize,
    /// Columns and rows of each picture.
    pub sizes: Vec<(u32, u32)>,
}

struct Desk {
    words: Words,
    conduct: Conduct,
    asked: Mutex<PicturesAsked>,
}

/// A running fake; it ends with this value.
pub struct FakeRekognition {
    desk: Arc<Desk>,
    running: Running,
}

impl FakeRekognition {
    /// Starts it on a free port.
    #[must_use]
    pub fn start(words: Words) -> Self {
        let desk = Arc::new(Desk {
            words,
            conduct: Conduct::default(),
            asked: Mutex::default(),
        });
        let router = Router::new()
            .fallback(detect_text)
            .with_state(Arc::clone(&desk));
        Self {
            desk,
            running: run(router),
        }
    }

    /// Its address, for `AWS_ENDPOINT_URL_REKOGNITION`.
    #[must_use]
    pub fn url(&self) -> &str {
        self.running.url()
    }

    /// Changes how it behaves from now on.
    pub fn behave(&self, behave: Behave) {
        self.desk.conduct.set(behave);
    }

    /// Calls so far, those that went wrong included.
    #[must_use]
    pub fn calls(&self) -> u32 {
        self.desk.conduct.calls()
    }

    /// Calls that went wrong as scripted.
    #[must_use]
    pub fn faults(&self) -> u32 {
        self.desk.conduct.faults()
    }

    /// What was asked so far.
    #[must_use]
    pub fn asked(&self) -> PicturesAsked {
        let asked = self.desk.asked.lock();
        asked.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn detect_text(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> Response {
    match desk.conduct.next() {
        Some(Fault::Slow(delay)) => tokio::time::sleep(delay).await,
        Some(fault) => return faulty(fault),
        None => {}
    }
    // Decoding and searching takes a while: not on a thread that serves others.
    let answered = tokio::task::spawn_blocking(move || answer(&desk, &headers, &body));
    match answered.await.expect("the fake itself works") {
        Ok(answer) => aws_json(StatusCode::OK, answer.to_string()),
        Err(code) => error(StatusCode::BAD_REQUEST, code),
    }
}

fn answer(desk: &Desk, headers: &HeaderMap, body: &[u8]) -> Result<Value, &'static str> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if header("x-amz-target") != Some("RekognitionService.DetectText") {
        return Err("UnknownOperationException");
    }
    if !header("authorization").is_some_and(|it| it.starts_with("AWS4-HMAC-SHA256 Credential=")) {
        return Err("MissingAuthenticationTokenException");
    }
    if header("content-type") != Some("application/x-amz-json-1.1") {
        return Err("SerializationException");
    }
    let request: Value = serde_json::from_slice(body).map_err(|_| "SerializationException")?;
    let bytes = request["Image"]["Bytes"].as_str();
    let bytes = STANDARD
        .decode(bytes.ok_or("InvalidParameterException")?)
        .map_err(|_| "SerializationException")?;
    let picture = decoded(desk, &bytes)?;
    let least = &request["Filters"]["WordFilter"]["MinConfidence"];
    let found = if least.as_f64().unwrap_or(USUAL_CONFIDENCE) <= CONFIDENCE {
        found_in(&desk.words, &picture)
    } else {
        Vec::new()
    };
    Ok(json!({"TextDetections": detections(found), "TextModelVersion": "3.0"}))
}

/// The picture, counted and held against the limits.
fn decoded(desk: &Desk, bytes: &[u8]) -> Result<DynamicImage, &'static str> {
    let mut asked = desk.asked.lock().unwrap_or_else(PoisonError::into_inner);
    asked.largest_bytes = asked.largest_bytes.max(bytes.len());
    if bytes.len() > MOST_BYTES {
        return Err("ImageTooLargeException");
    }
    let picture = image::load_from_memory(bytes).map_err(|_| "InvalidImageFormatException")?;
    asked.sizes.push((picture.width(), picture.height()));
    if picture.width() < LEAST_SIDE || picture.height() < LEAST_SIDE {
        return Err("InvalidParameterException");
    }
    Ok(picture)
}

/// Words with their ratios, by row and then from the left.
fn found_in(words: &Words, picture: &DynamicImage) -> Vec<(String, [f64; 4])> {
    let marks = match words {
        Words::Fixed(words) => return words.clone(),
        Words::Marks(names) => names,
    };
    let (width, height) = (picture.width(), picture.height());
    let mut found: Vec<_> = read_marks(&picture.to_luma8(), width)
        .into_iter()
        .map(|mark| {
            let name = marks.get(&mark.number).cloned();
            let [left, top, right, bottom] = mark.edges.map(f64::from);
            let (w, h) = (f64::from(width), f64::from(height));
            let ratios = [left / w, top / h, (right - left) / w, (bottom - top) / h];
            (name.unwrap_or_else(|| format!("W{}", mark.number)), ratios)
        })
        .collect();
    found.sort_by(|(_, a), (_, b)| a[1].total_cmp(&b[1]).then(a[0].total_cmp(&b[0])));
    found
}

/// Lines, then their words: neighbors of one row are one line, as the service joins them.
fn detections(found: Vec<(String, [f64; 4])>) -> Vec<Value> {
    let mut lines: Vec<Vec<(String, [f64; 4])>> = Vec::new();
    for word in found.into_iter().take(MOST_WORDS) {
        let ratios = word.1;
        let continues = |line: &Vec<(String, [f64; 4])>| {
            line.last().is_some_and(|(_, last)| {
                let gap = ratios[0] - last[0] - last[2];
                (ratios[1] - last[1]).abs() < last[3] / 4.0 && (0.0..ratios[2]).contains(&gap)
            })
        };
        match lines.iter_mut().find(|line| continues(line)) {
            Some(line) => line.push(word),
            None => lines.push(vec![word]),
        }
    }
    let mut all = Vec::new();
    for (id, line) in lines.iter().enumerate() {
        let texts: Vec<&str> = line.iter().map(|(text, _)| text.as_str()).collect();
        let boxes = line.iter().map(|(_, ratios)| *ratios);
        all.push(detection(
            "LINE",
            id,
            None,
            &texts.join(" "),
            boxes.reduce(union).unwrap_or_default(),
        ));
    }
    let mut id = lines.len();
    for (parent, line) in lines.iter().enumerate() {
        for (text, ratios) in line {
            all.push(detection("WORD", id, Some(parent), text, *ratios));
            id += 1;
        }
    }
    all
}

fn union(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    let near = [a[0].min(b[0]), a[1].min(b[1])];
    let far = [
        (a[0] + a[2]).max(b[0] + b[2]),
        (a[1] + a[3]).max(b[1] + b[3]),
    ];
    [near[0], near[1], far[0] - near[0], far[1] - near[1]]
}

fn detection(
    kind: &str,
    id: usize,
    parent: Option<usize>,
    text: &str,
    [x, y, w, h]: [f64; 4],
) -> Value {
    let corners = [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
    let polygon: Vec<Value> = corners
        .iter()
        .map(|[x, y]| json!({"X": x, "Y": y}))
        .collect();
    let mut detection = json!({
        "Type": kind, "Id": id, "DetectedText": text, "Confidence": CONFIDENCE,
        "Geometry": {"BoundingBox": {"Left": x, "Top": y, "Width": w, "Height": h}, "Polygon": polygon},
    });
    if let Some(parent) = parent {
        detection["ParentId"] = parent.into();
    }
    detection
}

fn faulty(fault: Fault) -> Response {
    match fault {
        Fault::Throttled => error(
            StatusCode::BAD_REQUEST,
            "ProvisionedThroughputExceededException",
        ),
        Fault::ServerError => error(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError"),
        Fault::Denied => error(StatusCode::BAD_REQUEST, "AccessDeniedException"),
        Fault::CutOff => aws_json(StatusCode::OK, r#"{"TextDetections":[{"Type":"WO"#.into()),
        Fault::WrongTypes => aws_json(
            StatusCode::OK,
            r#"{"TextDetections":[{"Type":"WORD","Id":"seven","DetectedText":7}]}"#.into(),
        ),
        Fault::Hollow => aws_json(StatusCode::OK, "{}".into()),
        Fault::BadGateway => bad_gateway(),
        Fault::Disconnected | Fault::Slow(_) => disconnected(),
    }
}

fn error(status: StatusCode, code: &str) -> Response {
    let body = json!({"__type": code, "message": "as scripted", "Code": code});
    aws_json(status, body.to_string())
}

fn aws_json(status: StatusCode, body: String) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/x-amz-json-1.1")];
    (status, kind, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::draw_word;

    /// What a picture of this size is answered, with this filter.
    fn asked(columns: u32, rows: u32, filters: Value) -> Result<Value, &'static str> {
        let mut samples = vec![0; (columns * rows) as usize];
        if columns > 100 && rows > 100 {
            draw_word(&mut samples, columns, 1, (10, 10), 3);
        }
        let grey = image::GrayImage::from_raw(columns, rows, samples).expect("a picture");
        let mut png = std::io::Cursor::new(Vec::new());
        let written = grey.write_to(&mut png, image::ImageFormat::Png);
        written.expect("memory to write to");
        asked_with(&png.into_inner(), filters)
    }

    fn asked_with(bytes: &[u8], filters: Value) -> Result<Value, &'static str> {
        let desk = Desk {
            words: Words::Marks(BTreeMap::new()),
            conduct: Conduct::default(),
            asked: Mutex::default(),
        };
        let headers = [
            ("x-amz-target", "RekognitionService.DetectText"),
            ("authorization", "AWS4-HMAC-SHA256 Credential=a"),
            ("content-type", "application/x-amz-json-1.1"),
        ];
        let headers = headers.map(|(name, value)| {
            (
                name.parse().expect("a name"),
                value.parse().expect("a value"),
            )
        });
        let body = json!({"Image": {"Bytes": STANDARD.encode(bytes)}, "Filters": filters});
        answer(
            &desk,
            &HeaderMap::from_iter(headers),
            body.to_string().as_bytes(),
        )
    }

    #[test]
    fn the_limits_of_the_service_are_kept() {
        assert!(asked(80, 80, Value::Null).is_ok());
        assert_eq!(
            asked(79, 200, Value::Null),
            Err("InvalidParameterException")
        );
        assert_eq!(
            asked(200, 79, Value::Null),
            Err("InvalidParameterException")
        );
        assert_eq!(
            asked_with(b"DICM", Value::Null),
            Err("InvalidImageFormatException")
        );
        let too_many = vec![0; MOST_BYTES + 1];
        assert_eq!(
            asked_with(&too_many, Value::Null),
            Err("ImageTooLargeException")
        );
    }

    #[test]
    fn words_have_a_line_and_a_filter_leaves_them_out() {
        let answer = asked(200, 120, Value::Null).expect("an answer");
        let found = answer["TextDetections"].as_array().expect("a list");
        let told: Vec<_> = found
            .iter()
            .map(|it| (it["Type"].as_str(), it["DetectedText"].as_str()))
            .collect();
        assert_eq!(
            told,
            [(Some("LINE"), Some("W3")), (Some("WORD"), Some("W3"))]
        );
        assert_eq!(found[1]["ParentId"], found[0]["Id"]);
        let strict = json!({"WordFilter": {"MinConfidence": 99.5}});
        let answer = asked(200, 120, strict).expect("an answer");
        assert_eq!(answer["TextDetections"], json!([]));
    }

    #[test]
    fn no_answer_tells_more_than_a_hundred_words() {
        let word = |n: u32| (n.to_string(), [0.1, f64::from(n) / 200.0, 0.1, 0.004]);
        let all = detections((0..150).map(word).collect());
        let words = all.iter().filter(|it| it["Type"] == "WORD");
        assert_eq!(words.count(), 100);
    }
}
