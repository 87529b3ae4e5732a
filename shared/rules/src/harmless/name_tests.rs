//! Common names: no list may call one of them harmless.

use std::sync::LazyLock;

use deid_model::PhiText;
use proptest::prelude::*;

use super::*;

/// Common surnames and given names of several cultures, from general knowledge.
const NAMES: &str = "
    Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson
    Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young
    Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter
    Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers
    Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez
    Wood James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez
    Powell Jenkins Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Fisher Vasquez Simmons Graham Murray Ford
    Stone Hart Hand Foot Head Bone Power Page Field Cross Rose Grant Mason Fox Wolf Wolfe Day Cole Fields Waters Fowler
    Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf Schröder
    Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Maier Köhler Herrmann König
    Walter Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Vogel Keller Kopf Herz Bein Stern Stein Kraft
    Groß Roth Kurz Beck Lorenz Frank Kiefer Finger Zahn Nagel Hals Martin Bernard Dubois Durand Leroy Moreau Simon
    Laurent Lefebvre Michel Bertrand Roux Vincent Fournier Morel Girard Bonnet Dupont Lambert Fontaine Rousseau Petit
    Grand Blanc Faure Mercier Garnier Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo
    Conti Costa Giordano Mancini Rizzo Lombardi Moretti Testa Villa Serra Silva Santos Oliveira Souza Pereira Lima
    Carvalho Ferreira Ribeiro Almeida Colon Cortes Delgado Vega Navarro Romero Molina Izquierdo Cabeza Leon Luna Rojas
    Jansen Visser Bakker Smit Mulder Bos Vos Dijkstra Groot Post Hart Maas Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou
    Xu Sun Ma Zhu Hu Guo He Lin Luo Tang Han Song Tan Lau Wong Chan Cheng Lam Ho Park Choi Jung Kang Cho Yoon Shin Chin
    Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Mori Singh Kumar
    Sharma Khan Ali Ahmed Hussain Das Shah Gupta Ivanov Petrov Novak Kowalski Horvat Nagy Kovacs Popescu Yilmaz Kaya
    James John Robert Michael William David Richard Joseph Charles Christopher Daniel Matthew Anthony Mark Donald Steven
    Paul Andrew Joshua Kenneth Kevin Brian George Edward Ronald Timothy Jason Jeffrey Ryan Jacob Gary Eric Jonathan Max
    Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Sandra Margaret Ashley
    Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Laura Sharon Anna Iris Carina Rene René May Pat
    Val Cal Ray Roy Art Gene Dale Guy Hans Peter Klaus Jürgen Uwe Heinz Karin Ursula Monika Petra Sabine Heike Jean
    Pierre Jacques Marie Sophie Claire Camille José Juan Carlos Luis Carmen Maria Ana Rosa Giuseppe Giovanni Mario Luigi
    Francesca Giulia Lucia Paolo João Pedro Paulo Jan Piet Kees Anja Wei Jing Hiroshi Yuki Mohammed Fatima Aisha Omar
    Ivan Olga Natasha Per Lars Sven Ingrid Ren Lien Hai Mani Dita Anca Cara Wade Shim Pan Lev Dev Win Min Leonardo Allegra
    Willis Galen Meckel Hadlock Devereux Monro Chiari Kerley Hashimoto Fontan Judet Merchant Morita Schick Dürr Shimadzu
    Ball Good Low Horn Held Swan Honey Ring Su Lauf Borst Milt Lever Forte Judkins Dent Kugel Eklund Frei Galeazzi
";

#[test]
fn no_list_holds_a_common_name_unless_it_is_marked() {
    let modalities = [
        "US", "MG", "DX", "CT", "MR", "XA", "NM", "PT", "ES", "OP", "OT",
    ];
    let mut found: Vec<String> = Vec::new();
    for modality in modalities {
        let vocabulary = Vocabulary::for_modality(Some(modality));
        for name in NAMES.split_whitespace() {
            for written in [name.to_owned(), name.to_uppercase()] {
                let text = PhiText::new(written);
                let document = Document::new(&text);
                if !vocabulary.opinions(&document).is_empty() {
                    found.push(format!("{modality}: {name}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn names_written_with_each_other_stay_names() {
    let names: Vec<&str> = NAMES.split_whitespace().collect();
    for modality in ["US", "DX", "CT", "MR"] {
        let vocabulary = Vocabulary::for_modality(Some(modality));
        for (one, other) in names.iter().zip(names.iter().skip(7)) {
            for written in [
                format!("{one} {other}"),
                format!("{other}, {one}"),
                format!("{one}^{other}"),
            ] {
                let text = PhiText::new(written);
                let document = Document::new(&text);
                let kept = vocabulary.opinions(&document).len();
                assert_eq!(kept, 0, "{modality}: {one} {other}");
            }
        }
    }
}

static VOCABULARIES: LazyLock<[Vocabulary; 4]> = LazyLock::new(|| {
    ["US", "DX", "CT", "OT"].map(|modality| Vocabulary::for_modality(Some(modality)))
});

proptest! {
    #[test]
    fn any_text_has_at_most_one_opinion_a_word(
        text in "[A-Za-z0-9äß .,:/x×%°^+\\-\n]{0,200}|.{0,120}",
        at in 0..4_usize,
    ) {
        let text = PhiText::new(text);
        let document = Document::new(&text);
        let mut seen = vec![false; document.words.len()];
        for opinion in VOCABULARIES[at].opinions(&document) {
            for word in opinion.words {
                prop_assert!(!seen[word]);
                seen[word] = true;
            }
        }
    }
}

#[test]
fn hostile_texts_of_a_megabyte_end() {
    let vocabulary = Vocabulary::for_modality(None);
    for piece in [
        "1x",
        "a1",
        "left lateral ",
        "of ",
        "1 ",
        "12/",
        "T2",
        "Hand ",
        "aB",
        "1\n2\n",
        "0.1.",
        "R/",
    ] {
        // A tenth of it, since tests are not optimized.
        let text = PhiText::new(piece.repeat(100_000 / piece.len()));
        let document = Document::new(&text);
        let opinions = vocabulary.opinions(&document);
        assert!(opinions.len() <= document.words.len());
    }
}
