//! JPEG 2000 codestreams, reversible, through `openjp2`.

use std::sync::atomic::{AtomicU32, Ordering};

use openjp2::openjpeg::{OPJ_CLRSPC_GRAY, OPJ_CODEC_J2K};
use openjp2::{Codec, Stream, opj_cparameters_t, opj_image, opj_image_comptparm};

/// The encoder writes to seekable files only; each call gets its own.
static CALLS: AtomicU32 = AtomicU32::new(0);

/// Encodes one component of samples (row-major), losslessly.
///
/// # Panics
/// If the encoder refuses or the temporary folder cannot be written.
#[must_use]
pub fn encode(samples: &[i32], columns: u32, rows: u32, precision: u32, signed: bool) -> Vec<u8> {
    let shape = opj_image_comptparm {
        dx: 1,
        dy: 1,
        w: columns,
        h: rows,
        x0: 0,
        y0: 0,
        prec: precision,
        bpp: precision,
        sgnd: u32::from(signed),
    };
    let mut image = opj_image::create(&[shape], OPJ_CLRSPC_GRAY).expect("memory for the picture");
    (image.x1, image.y1) = (columns, rows);
    let data = image
        .comps_mut()
        .and_then(|comps| comps[0].data_mut())
        .expect("one component");
    data.copy_from_slice(samples);

    // One layer at rate 0, which stands for lossless.
    let mut settings = opj_cparameters_t {
        tcp_numlayers: 1,
        cp_disto_alloc: 1,
        // The encoder refuses to halve a picture more often than its shorter side allows.
        numresolution: (columns.min(rows).ilog2() + 1).min(6) as i32,
        ..Default::default()
    };
    let path = std::env::temp_dir().join(format!(
        "deid-phantom-{}-{}.j2k",
        std::process::id(),
        CALLS.fetch_add(1, Ordering::Relaxed)
    ));
    let mut codec = Codec::new_encoder(OPJ_CODEC_J2K).expect("an encoder");
    let mut stream = Stream::new_file(&path, 1 << 20, false).expect("a temporary file");
    let done = codec.setup_encoder(&mut settings, &mut image) == 1
        && codec.start_compress(&mut image, &mut stream) == 1
        && codec.encode(&mut stream) == 1
        && codec.end_compress(&mut stream) == 1;
    drop(stream);
    let bytes = std::fs::read(&path).expect("the temporary file");
    std::fs::remove_file(&path).expect("the temporary file");
    assert!(done, "the encoder refuses the picture");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_codestream_starts_and_ends_with_its_markers() {
        let samples: Vec<i32> = (0..64 * 48).map(|at| at % 900 - 400).collect();
        let bytes = encode(&samples, 64, 48, 12, true);
        assert_eq!(
            (&bytes[..2], &bytes[bytes.len() - 2..]),
            (&[0xff, 0x4f][..], &[0xff, 0xd9][..])
        );
    }
}
