//! What the samples of a PNG look like, as far as numbers tell it (PNG 3, 11.3.2).

use png::{Encoder, Info, ScaledFloat, SourceChromaticities, SrgbRenderingIntent};

/// Chromaticities are shares of a whole, in 1/100000.
const WHOLE: u32 = 100_000;
/// Exponents of 0.01 to 10, in 1/100000: anything else is no gamma.
const GAMMA: std::ops::RangeInclusive<u32> = 1_000..=1_000_000;

/// Gamma, chromaticities and sRGB. Profiles are left out: they carry names, texts and dates.
#[derive(Clone, Copy, Debug, Default)]
pub struct ColorSpace {
    gamma: Option<ScaledFloat>,
    chromaticities: Option<SourceChromaticities>,
    srgb: Option<SrgbRenderingIntent>,
}

impl ColorSpace {
    /// What a file tells, without numbers that mean nothing and may spell something.
    pub fn of(info: &Info<'_>) -> Self {
        let gamma = info.gama_chunk;
        Self {
            gamma: gamma.filter(|gamma| GAMMA.contains(&gamma.into_scaled())),
            chromaticities: info.chrm_chunk.filter(are_shares),
            srgb: info.srgb,
        }
    }

    /// Lets the output tell the same.
    pub fn tell<W: std::io::Write>(self, encoder: &mut Encoder<'_, W>) {
        if let Some(intent) = self.srgb {
            encoder.set_source_srgb(intent);
            return;
        }
        if let Some(gamma) = self.gamma {
            encoder.set_source_gamma(gamma);
        }
        if let Some(chromaticities) = self.chromaticities {
            encoder.set_source_chromaticities(chromaticities);
        }
    }
}

fn are_shares(told: &SourceChromaticities) -> bool {
    let points = [told.white, told.red, told.green, told.blue];
    let is_share = |number: ScaledFloat| number.into_scaled() <= WHOLE;
    points.iter().all(|&(x, y)| is_share(x) && is_share(y))
}
