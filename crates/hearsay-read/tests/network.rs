//! The network against its trainer, against itself, and against units that no text has.
//!
//! In: tiny networks of random weights and what the trainer made of a made-up document, written by
//! `workbench/train/tiny.py`.

use hearsay_read::{Decoding, Found, FoundAttribution, ModelError, Network, Scratch, Units};
use proptest::prelude::*;
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::LazyLock;

const FAST: &[u8] = include_bytes!("network/fast.safetensors");
const CAREFUL: &[u8] = include_bytes!("network/careful.safetensors");

static FAST_NETWORK: LazyLock<Network> = LazyLock::new(|| network(FAST));
static CAREFUL_NETWORK: LazyLock<Network> = LazyLock::new(|| network(CAREFUL));

#[derive(Deserialize)]
struct Expected {
    units: Given,
    threshold: f32,
    null_weight: f32,
    exact: Vec<f32>,
    rounded: Vec<f32>,
    attributions: Vec<Attribution>,
}

#[derive(Clone, Debug, Deserialize)]
struct Given {
    pieces: Vec<Vec<u16>>,
    features: Vec<[u8; 5]>,
    sentences: Vec<u32>,
}

#[derive(Deserialize)]
struct Attribution {
    cue: Vec<usize>,
    source: Vec<usize>,
    content: Vec<usize>,
    score: f32,
    margin: f32,
    nested: bool,
}

impl Given {
    fn units(&self) -> Units {
        let mut units = Units { features: self.features.clone(), sentences: self.sentences.clone(), ..Units::default() };
        for (number, pieces) in self.pieces.iter().enumerate() {
            units.tokens.push(number as u32);
            units.pieces.extend(pieces);
            units.ends.push(units.pieces.len() as u32);
        }
        units
    }
}

fn network(model: &'static [u8]) -> Network {
    Network::parse(&Cow::Borrowed(model)).expect("a tiny model")
}

fn expected(tier: &str) -> Expected {
    let text = if tier == "fast" { include_str!("network/fast.json") } else { include_str!("network/careful.json") };
    serde_json::from_str(text).expect("what is expected")
}

fn agrees_with_the_trainer(tier: &str, model: &'static [u8]) {
    let mut expected = expected(tier);
    let decoding = Decoding { threshold: expected.threshold, null_weight: expected.null_weight, source_margin: 0.0 };
    let mut found = network(model).read(&expected.units.units(), &decoding, &mut Scratch::default());
    assert_eq!(found.anchors.len(), expected.rounded.len());
    for (number, (anchor, (rounded, exact))) in found.anchors.iter().zip(expected.rounded.iter().zip(&expected.exact)).enumerate()
    {
        // Rounding to integers is the same but for ties; against weights that are not rounded a logit may move a little.
        assert!((anchor - rounded).abs() < 0.03 + 0.01 * rounded.abs(), "unit {number}: {anchor}, with integers {rounded}");
        assert!((anchor - exact).abs() < 0.3, "unit {number}: {anchor}, exactly {exact}");
    }
    assert!(expected.attributions.len() > 3, "{} attributions show nothing", expected.attributions.len());
    assert_eq!(found.attributions.len(), expected.attributions.len());
    assert!(found.attributions.is_sorted_by_key(FoundAttribution::first));
    found.attributions.sort_by(|a, b| (&a.cue, &a.content).cmp(&(&b.cue, &b.content)));
    expected.attributions.sort_by(|a, b| (&a.cue, &a.content).cmp(&(&b.cue, &b.content)));
    for (found, expected) in found.attributions.iter().zip(&expected.attributions) {
        assert_eq!((&found.cue, &found.source, &found.content), (&expected.cue, &expected.source, &expected.content));
        assert_eq!(found.nested, expected.nested);
        assert!((found.score - expected.score).abs() < 0.05, "{} {}", found.score, expected.score);
        assert!(
            (found.margin - expected.margin).abs() < 0.5 + 0.02 * expected.margin.abs(),
            "{} {}",
            found.margin,
            expected.margin
        );
    }
}

#[test]
fn the_fast_tier_agrees_with_the_trainer() {
    agrees_with_the_trainer("fast", FAST);
}

#[test]
fn the_careful_tier_agrees_with_the_trainer() {
    agrees_with_the_trainer("careful", CAREFUL);
}

/// The bits of all numbers, as one number.
fn bits(found: &Found) -> u64 {
    let numbers = found.anchors.iter().copied().chain(found.attributions.iter().flat_map(|found| [found.score, found.margin]));
    numbers.fold(0xcbf2_9ce4_8422_2325, |hash, number| (hash ^ u64::from(number.to_bits())).wrapping_mul(0x100_0000_01b3))
}

/// Whatever the machine: these bits were recorded with AVX-512, and are to be met with any other instructions.
#[test]
fn every_machine_computes_the_same_bits() {
    for (tier, model, expected_bits) in [("fast", FAST, FAST_BITS), ("careful", CAREFUL, CAREFUL_BITS)] {
        let expected = expected(tier);
        let decoding = Decoding { threshold: expected.threshold, null_weight: expected.null_weight, source_margin: 0.0 };
        let found = network(model).read(&expected.units.units(), &decoding, &mut Scratch::default());
        assert_eq!(bits(&found), expected_bits, "{tier}");
    }
}

const FAST_BITS: u64 = 4274743954445302335;
const CAREFUL_BITS: u64 = 15617034487931931065;

#[test]
fn a_document_is_read_alike_alone_and_after_others() {
    for (tier, model) in [("fast", FAST), ("careful", CAREFUL)] {
        let network = network(model);
        let expected = expected(tier);
        let decoding = Decoding { threshold: expected.threshold, null_weight: expected.null_weight, source_margin: 0.0 };
        let alone = network.read(&expected.units.units(), &decoding, &mut Scratch::default());
        let mut scratch = Scratch::default();
        let short = Given { pieces: vec![vec![3]; 5], features: vec![[1, 0, 0, 0, 0]; 5], sentences: vec![0; 5] };
        let mut long = expected.units.clone();
        long.pieces.extend(expected.units.pieces.clone());
        long.features.extend(expected.units.features.clone());
        long.sentences.extend(expected.units.sentences.iter().map(|sentence| sentence + 9));
        for other in [long, short] {
            let _ = network.read(&other.units(), &decoding, &mut scratch);
            assert_eq!(network.read(&expected.units.units(), &decoding, &mut scratch), alone, "{tier}");
        }
    }
}

#[test]
fn a_file_that_was_cut_short_or_is_of_another_kind_says_so() {
    for model in [FAST, CAREFUL] {
        for end in (0..model.len()).step_by(97) {
            assert!(Network::parse(&Cow::Borrowed(&model[..end])).is_err(), "{end} bytes");
        }
        let text = String::from_utf8_lossy(&model[8..4096.min(model.len())]).into_owned();
        let changed = |from: &str, to: &str| {
            assert_eq!(from.len(), to.len());
            let at = 8 + text.find(from).expect("part of the header");
            let mut bytes = model.to_vec();
            bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
            Network::parse(&Cow::Owned(bytes)).expect_err("a changed header")
        };
        assert_eq!(changed("hearsay-network 1", "hearsay-network 9"), ModelError::Format("hearsay-network 9".to_owned()));
        assert!(matches!(changed("\"width\":\"32\"", "\"width\":\"33\""), ModelError::Setting { name: "width", .. }));
        assert!(matches!(changed("\"width\":\"32\"", "\"width\":\"64\""), ModelError::Shape { .. }));
        assert!(matches!(changed("\"last.bias\"", "\"lost.bias\""), ModelError::Missing(name) if name == "last.bias"));
    }
    assert!(matches!(Network::parse(&Cow::Borrowed(b"{}")), Err(ModelError::Header(_))));
}

prop_compose! {
    fn any_units()(units in prop::collection::vec((prop::collection::vec(any::<u16>(), 0..5), any::<[u8; 5]>(), 0..4_u32), 0..90)) -> Units {
        let mut given = Given { pieces: Vec::new(), features: Vec::new(), sentences: Vec::new() };
        for (pieces, features, step) in units {
            given.pieces.push(pieces);
            given.features.push(features);
            given.sentences.push(given.sentences.last().map_or(0, |last| last + step / 3));
        }
        given.units()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_units_are_read(units in any_units(), threshold in 0.0..1.0_f32, null_weight in -1.0..1.0_f32) {
        for network in [&*FAST_NETWORK, &*CAREFUL_NETWORK] {
            let found = network.read(&units, &Decoding { threshold, null_weight, source_margin: 0.0 }, &mut Scratch::default());
            prop_assert_eq!(found.anchors.len(), units.len());
            let mut held = vec![false; units.len()];
            for attribution in &found.attributions {
                prop_assert!(!attribution.content.is_empty() && !attribution.cue.is_empty());
                for unit in attribution.cue.iter().chain(&attribution.content).filter(|_| !attribution.nested) {
                    prop_assert!(!held[*unit], "unit {} is held twice", unit);
                    held[*unit] = true;
                }
            }
        }
    }
}
