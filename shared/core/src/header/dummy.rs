//! Valid values that say nothing.

use dicom_core::{PrimitiveValue, VR};

/// A value valid for `vr`, the same in every file.
///
/// Dates are the first day of 1900, as far from any patient as the format comfortably allows.
#[must_use]
pub fn dummy_value(vr: VR) -> PrimitiveValue {
    match vr {
        VR::DA => "19000101".into(),
        VR::TM => "000000".into(),
        VR::DT => "19000101000000".into(),
        VR::AS => "000Y".into(),
        VR::IS | VR::DS => "0".into(),
        VR::PN => "REMOVED^^^^".into(),
        VR::UR => "urn:removed".into(),
        VR::UI => "2.25.0".into(),
        VR::AE | VR::CS | VR::LO | VR::LT | VR::SH | VR::ST | VR::UC | VR::UT => "REMOVED".into(),
        VR::US | VR::OW => PrimitiveValue::from(0_u16),
        VR::SS => PrimitiveValue::from(0_i16),
        VR::UL | VR::OL | VR::AT => PrimitiveValue::from(0_u32),
        VR::SL => PrimitiveValue::from(0_i32),
        VR::UV | VR::OV => PrimitiveValue::from(0_u64),
        VR::SV => PrimitiveValue::from(0_i64),
        VR::FL | VR::OF => PrimitiveValue::from(0_f32),
        VR::FD | VR::OD => PrimitiveValue::from(0_f64),
        VR::OB | VR::UN | VR::SQ => PrimitiveValue::U8([0, 0].as_slice().into()),
    }
}
