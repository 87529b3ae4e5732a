//! Writes the stored samples of a file as De-ID decodes them, for other decoders to judge:
//! `stored_samples FILE OUTDIR`.
//!
//! Frame 0 lies in `OUTDIR/0.raw` and so on: the samples as [`PixelLayout`] arranges them, little endian. Standard output
//! has one JSON object a line: a frame's layout, or the reason why it has none. Only the public API is used.

use std::error::Error;
use std::path::Path;

use deid_core::{Frame, Limits, PixelLayout, parse};
use deid_model::Reason;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, folder] = arguments.as_slice() else {
        return Err("usage: stored_samples FILE OUTDIR".into());
    };
    std::fs::create_dir_all(folder)?;
    let file = match parse(std::fs::read(file)?, &Limits::DEFAULT) {
        Ok(file) => file,
        Err(error) => {
            println!("{}", refused(&error.into()));
            return Ok(());
        }
    };
    for index in 0..file.frames() {
        match file.frame(index) {
            Ok(frame) => {
                let path = Path::new(folder).join(format!("{index}.raw"));
                std::fs::write(path, little_endian(&frame))?;
                println!("{}", described(index, frame.layout()));
            }
            Err(error) => println!("{}", refused(&error.into())),
        }
    }
    Ok(())
}

fn refused(reason: &Reason) -> Value {
    json!({ "refused": reason })
}

fn described(frame: u32, layout: &PixelLayout) -> Value {
    json!({
        "frame": frame,
        "rows": layout.size.rows,
        "columns": layout.size.columns,
        "color": format!("{:?}", layout.color),
        "channels": layout.channels,
        "planar": layout.planar,
        "bytes": layout.bytes,
        "bits_stored": layout.bits_stored,
        "high_bit": layout.high_bit,
        "signed": layout.number == deid_core::Number::Signed,
    })
}

/// The samples of `frame`, the lowest byte of each first.
fn little_endian(frame: &Frame) -> Vec<u8> {
    let mut samples = frame.samples().to_vec();
    if frame.layout().big_endian {
        let bytes = usize::from(frame.layout().bytes.max(1));
        samples.chunks_exact_mut(bytes).for_each(<[u8]>::reverse);
    }
    samples
}
