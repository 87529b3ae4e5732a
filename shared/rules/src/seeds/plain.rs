//! Words of everyday reports and letterheads. They are no proof that a header value was read: alone they do not count
//! when they are part of an institution's or a street's name, and nothing but the very same word counts as them.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words of letterheads and addresses, folded.
const LETTERHEAD: &str = "
    hospital hospitals clinic clinical clinics center centre medical medicine health healthcare care general university
    universitat universitats universite universidad universita universiteit universidade college school institute
    institut instituto istituto department dept abteilung service services servicio servizio servico servico radiology
    radiologie radiologia radiological radiologique radiologico imaging image images diagnostic diagnostics diagnostik
    diagnostische nuclear nuklearmedizin cardiology kardiologie cardiologie cardiologia oncology onkologie oncologie
    surgery chirurgie chirurgia neurology neurologie neurologia neuroradiology neuroradiologie pediatric pediatrics
    padiatrie pediatrie orthopedics orthopadie gynecology gynakologie obstetrics urology urologie emergency notaufnahme
    intensive ultrasound sonography sonographie echography mammography mammographie tomography radiotherapy
    strahlentherapie ward station unit room floor building house haus laboratory labor group gemeinschaftspraxis praxis
    praxisklinik practice privatpraxis krankenhaus klinik kliniken klinikum uniklinik uniklinikum hopital clinique centre
    ospedale clinica ospedaliera azienda policlinico ziekenhuis kliniek centrum afdeling hospitalier medisch medico
    medica medicina medizin medizinisches zentrum central north south east west northern southern eastern western new
    old saint sankt santa santo national regional county district city community memorial children childrens kinder
    veterans royal public private public foundation trust system systems network associates regional women womens
    street strasse road avenue drive lane place square platz weg allee gasse ring court boulevard suite
    route highway parkway state country calle avenida plaza rua rue via viale piazza straat laan plein postfach
    first second third telephone telefon phone email mail tower main outpatient inpatient department ambulanz
    technologist technician operator physician doctor doctors nurse director professor consultant referring performing
    scanner modality workstation console server anonymous demo default teaching training research study
    service support office administration reception team physicians specialist specialists
";

/// Words of pictures and reports, folded; the short ones are those a reader would take a name for.
const REPORT: &str = "
    abdomen abdominal abdominis acetabulum achilles acquisition acute adult airway angio angiography ankle anterior anteroposterior
    aorta aortic apical apex appendix area arm arms artery arterial arteries ascending atrium auto average axial axilla
    back band base baseline bilateral biopsy bladder blood bone bones bowel brain brachial breast bronchus
    calcaneus calf cardiac carotid carpal caudal cecum celiac cerebral cervical channel chest chin clavicle clip coil
    color colour colon colonne column comment comments common compare compression cone contrast coronal coronary cortex
    cranial cranium cross cubital cyst deep delay delta dens dental depth descending detector diameter diastole diastolic
    diffusion digital dist distal distance doppler dorsal dose duct dynamic echo ejection elbow enhanced erect
    esophagus exam examination expiration exposure extended external eye face facial fast feet fellow female
    femoral femur fetal fetus fibula field film filter fine finger fingers flexion flow fluid fluoro focal focus follow
    foot force forearm format fossa fraction frame frames frequency front frontal full gain gallbladder gated gland
    glucose grid gray grey groin hand hands harmonic head heart heel height hepatic high hilar hilum hips humerus iliac
    inches index inferior infusion injection inner inspiration internal inverse inversion invert islet joint jugular
    kidney kidneys knee knees kubik label large larynx laser late lateral layer lead left legs length lens lesion level ligament
    light line linear lines liver lobe local localizer long loop lordotic lower lumbar lung lungs lymph magnification
    male mandible manual marker mask mass matrix maxilla mean meatus medial median mediastinum medio mediolateral medium
    meniscus metal middle midline minor mitral mode month motion mouth multi muscle nasal navel neck negative nerve nipple
    node nodule noise normal nose number oblique occipital offset orbit orbits organ outer ovary oxygen palm pancreas
    panorama paranasal parietal patella patient pelvic pelvis penis percent perfusion period peak phase phantom pitch
    plane plate pleura point popliteal portable portal position positive post posterior posteroanterior power prior
    profile prone prostate protocol proximal pulmonary pulse pyloric quality radial radius rate ratio real recon
    reconstruction rectum reformat region renal resolution result results resting retro rhythm ribs right rotation round
    sacrum sagittal scale scan scans scapula scapular scout screen sections segment semi sequence serial series shoulder
    side sigmoid signal single sinus sitting size skin skull slice slices small smooth soft solid source space spacing speed
    spin spine spinal spleen splenic spot stage standard standing start state stenosis sternum stomach stop
    stress subclavian superior supine swimmer systole systolic table target temporal tendon test thick thickness thigh
    thin thorax thoracic thumb thyroid tibia tilt time tissue toes tongue tonsil total trachea trans transverse
    tricuspid tube tumor turbo type ulna ulnar umbilical upper upright ureter uterus vagina valve vascular vein veins
    velocity venous ventral ventricle ventricular vertebra vessel vertex view views volume voxel water wave
    weight weighted white whole wide width window wrist year years zoom name birth date born sex male female
    kopf hals brust bauch becken knie fuss hand arm bein links rechts liegend stehend seitlich schadel wirbel rucken
    lunge herz leber niere milz magen darm blase nase auge hufte schulter ellbogen finger daumen zehen
    gauche droite debout couche profil face tete poumon coeur foie rein genou pied main bras jambe dos cou
    izquierda derecha izquierdo derecho pecho mano rodilla cabeza cuello brazo pierna hueso pulmon
    sinistra destra sinistro destro piede ginocchio testa collo braccio gamba torace addome bacino polmone
    esquerda direita joelho cabeca braco perna torax bacia pulmao links rechts hoofd hals borst buik bekken knie voet
    been hart long lever nier milt maag rug schouder elleboog pols heup enkel vinger duim teen
";

/// Short markers of pictures: as a whole word they are no one's initials unless something says so.
const MARKERS: [&str; 51] = [
    "l", "r", "m", "f", "w", "ap", "pa", "ll", "rl", "lr", "rt", "lt", "li", "re", "lo", "ro",
    "cc", "ml", "mr", "ct", "us", "cr", "dx", "mg", "nm", "pt", "xa", "rf", "tr", "te", "ti", "fa",
    "mi", "mm", "cm", "kv", "ma", "ms", "hz", "db", "sl", "sp", "st", "im", "se", "ww", "wl", "fr",
    "ax", "sg", "bw",
];

/// Three-letter words of pictures.
const SHORT: &str = "
    lat obl sup inf ant pos med dex sin erc upr inp sag cor tra axi vol fov roi mip mpr kvp mas avg min max adc dwi stir
    tse fse gre epi sms ssd map seg ser ima img acq rec exp lao rao rcc lcc mlo lmo rml lml cad iso dap ctdi dlp std res
    hr bpm mhz khz sec mid low top bot rot ref pre gap fps fat gen pen dyn har opt cal thi phs flo mod art ven cbf tof
    age sex dob mrn pat acc tel fax cervix axr cxr avr avl avf inv ecg pw cw hip hips rib leg eye ear jaw toe arm
";

static PLAIN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lists = [LETTERHEAD, REPORT, SHORT];
    lists
        .iter()
        .flat_map(|list| list.split_whitespace())
        .chain(MARKERS)
        .collect()
});

static LETTERHEADS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| LETTERHEAD.split_whitespace().collect());

/// Whether `folded` is one of all words of this file.
pub(super) fn is_plain(folded: &[char]) -> bool {
    with_text(folded, |word| PLAIN.contains(word))
}

/// Whether `folded` is a word of letterheads and addresses.
pub(super) fn is_letterhead(folded: &[char]) -> bool {
    with_text(folded, |word| LETTERHEADS.contains(word))
}

/// Whether `folded` is a marker such as L, M or AP, or one digit.
pub(super) fn is_marker(folded: &[char]) -> bool {
    with_text(folded, |word| {
        MARKERS.contains(&word)
            || (word.len() == 1 && word.starts_with(|letter: char| letter.is_ascii_digit()))
    })
}

/// Asks `question` about `folded` as text; no word of this file is longer than the buffer.
fn with_text(folded: &[char], question: impl Fn(&str) -> bool) -> bool {
    let mut bytes = [0_u8; 24];
    let mut length = 0;
    for letter in folded {
        let (true, Some(byte)) = (letter.is_ascii(), bytes.get_mut(length)) else {
            return false;
        };
        *byte = *letter as u8;
        length += 1;
    }
    bytes
        .get(..length)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .is_some_and(question)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeds::fold::fold;

    #[test]
    fn words_of_pictures_and_letterheads_are_plain() {
        for word in [
            "Hospital",
            "LUNG",
            "lateral",
            "Straße",
            "ap",
            "L",
            "Universität",
        ] {
            assert!(is_plain(&fold(word)), "{word}");
        }
        for word in ["Thompson", "Springfield", "Xavier"] {
            assert!(!is_plain(&fold(word)), "{word}");
        }
        assert!(is_marker(&fold("7")) && is_marker(&fold("AP")) && !is_marker(&fold("Doe")));
        assert!(is_letterhead(&fold("Clinic")) && !is_letterhead(&fold("Lateral")));
    }
}
