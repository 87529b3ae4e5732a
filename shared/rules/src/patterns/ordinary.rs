//! Words that commonly follow a title, a label or a number and name nobody: body parts, directions, technique. Only
//! used to end a run of words: what is harmless in an image is decided elsewhere.

use super::fold::listed;
use super::reading::Token;

/// Sorted, folded.
#[rustfmt::skip]
const ORDINARY: &[&str] = &[
    "aaa", "abdomen", "abdominal", "acquisition", "adc", "addome", "adult", "anca", "ankle", "anterior", "aorta",
    "ap", "aperture", "apical", "arm", "arterial", "artery", "artifact", "ascending", "aufnahme", "auto", "average",
    "avg", "ax", "axial", "axilla", "bacino", "baseline", "bassin", "becken", "bein", "bekken", "bilateral", "bl",
    "bladder", "body", "bone", "bowel", "brain", "breast", "bright", "bronchus", "brust", "brustwirbelsaeule",
    "bws", "bypass", "cadera", "calc", "calibration", "cardiac", "carotid", "caution", "caviglia", "cavity", "cc",
    "center", "centre", "cerebral", "cervical", "cesarean", "chest", "cheville", "child", "chin", "cine",
    "clavicle", "coccyx", "codo", "collimation", "colon", "colonna", "color", "columna", "compression", "contrast",
    "cor", "coronal", "couche", "coude", "count", "crane", "cranial", "craniocaudal", "ct", "curve", "debout",
    "decubitus", "delay", "delayed", "density", "dental", "depth", "derecha", "derecho", "descending", "destra",
    "destro", "detail", "detector", "diagnostic", "diameter", "diastole", "diastolic", "dist", "distal", "distance",
    "doppler", "dorsal", "dose", "droite", "dual", "dwi", "ear", "elbow", "enhanced", "epaule", "erect",
    "expiration", "exposure", "extension", "extremity", "eye", "face", "facial", "fast", "femoral", "femur",
    "fetal", "fetus", "ffp", "ffs", "field", "film", "filter", "fine", "finger", "flair", "flash", "flexion",
    "focus", "foot", "for", "forearm", "frame", "freeze", "frequency", "frontal", "fse", "fuss", "gain",
    "gallbladder", "gated", "gauche", "gelenk", "general", "genou", "ginocchio", "gomito", "gre", "grid",
    "halswirbelsaeule", "hanche", "hand", "handgelenk", "harmonic", "head", "heart", "heel", "height", "hepatic",
    "heup", "hfdl", "hfdr", "hfp", "hfs", "high", "hip", "hombro", "horizontal", "huefte", "hufte", "humerus",
    "hws", "iliac", "image", "implant", "index", "inferior", "inner", "inspiration", "inverted", "iso", "izquierda",
    "izquierdo", "jaw", "joint", "kernel", "kidney", "knee", "knie", "kopf", "lao", "larynx", "lat", "lateral",
    "layer", "lcc", "left", "leg", "lendenwirbelsaule", "level", "liegend", "ligament", "limb", "links", "liver",
    "lld", "lm", "lmlo", "lmo", "localizer", "long", "lordotic", "low", "lower", "lpo", "lt", "lumbar", "lung",
    "lunge", "lungs", "lws", "magnification", "main", "mandible", "mano", "map", "max", "maximum", "mean",
    "measurement", "medial", "median", "mediolateral", "mid", "middle", "min", "minimum", "minus", "mip", "ml",
    "mli", "mlo", "mobile", "mode", "model", "mpr", "mri", "muneca", "nasal", "native", "neck", "normal", "nose",
    "not", "number", "obl", "oblique", "obstetric", "off", "on", "only", "open", "optic", "orbit", "output",
    "ovary", "pa", "page", "pancreas", "panoramic", "parasternal", "patella", "pause", "peak", "pediatric",
    "pelvic", "pelvis", "penetration", "persist", "phantom", "phase", "pie", "pied", "piede", "pixel", "plane",
    "plus", "poignet", "polso", "portable", "position", "post", "posterior", "poumon", "power", "pre", "preset",
    "pressure", "print", "probe", "profil", "prone", "protocol", "proximal", "pulmonary", "quality", "rachis",
    "radius", "range", "rao", "rate", "ratio", "rcc", "rechts", "record", "rectum", "recumbent", "reference",
    "region", "renal", "report", "res", "research", "resolution", "rest", "review", "rib", "ribs", "right", "rld",
    "rmlo", "rodilla", "roi", "rontgen", "rotation", "routine", "rpo", "rt", "sacral", "sacrum", "sag", "sagittal",
    "sample", "save", "scale", "scan", "scapula", "schadel", "schouder", "schulter", "scout", "screening",
    "seitlich", "semi", "sequence", "series", "setting", "setup", "short", "shoulder", "single", "sinistra",
    "sinistro", "sinus", "sinuses", "sitting", "size", "skull", "slice", "smooth", "soft", "spalla", "speed",
    "spine", "spleen", "spot", "standard", "standing", "start", "status", "stehend", "stent", "sternum", "stir",
    "stomach", "stop", "stress", "study", "subcostal", "superior", "supine", "survey", "system", "systole",
    "systolic", "t1", "t2", "table", "tangential", "technique", "temp", "test", "testis", "thickness", "thigh",
    "thin", "thoracic", "thorax", "threshold", "thumb", "thyroid", "tibia", "tilt", "time", "tissue", "tobillo",
    "toe", "tof", "top", "torace", "torax", "total", "tra", "trans", "transverse", "trauma", "trunk", "tse", "tube",
    "type", "unit", "upper", "upright", "ureter", "use", "uterus", "value", "vascular", "vein", "velocity",
    "venous", "ventral", "version", "vertical", "vessel", "view", "voet", "volume", "wall", "warning", "weight",
    "width", "window", "with", "without", "wrist", "xcc", "xccl", "zoom",
];

/// Laterality, sex, view and position: one such word alone is never somebody (sorted, folded).
const MARKERS: &[&str] = &[
    "ap", "cc", "f", "l", "lao", "lat", "left", "lpo", "lt", "m", "mlo", "pa", "r", "rao", "right",
    "rpo", "rt",
];

/// Whether `token` is an ordinary word of imaging.
pub(super) fn is_ordinary(token: &Token<'_>) -> bool {
    listed(ORDINARY, &token.folded)
}

/// Whether `token` marks laterality, sex, view or position.
pub(super) fn is_marker(token: &Token<'_>) -> bool {
    token.letters == token.text.chars().count() && listed(MARKERS, &token.folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_so_that_they_can_be_searched() {
        assert!(ORDINARY.is_sorted() && MARKERS.is_sorted());
    }
}
