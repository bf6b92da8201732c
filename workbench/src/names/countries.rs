//! `countries.json` of mledoze/countries to `countries.tsv`.
//!
//! Kept is what stands in English prose: the common and the official name, English spellings of it,
//! short forms, demonyms, capitals, codes. Left out are two-letter codes as names (*IS*, *NO* and *TO*
//! are words), names in other languages and other scripts, and inverted entries (*Korea, Republic of*).
//!
//! Example: from `Republic of Turkey` the short form `Turkey` is had, since no other country has it.

use super::{many, table};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

#[derive(Deserialize)]
struct Country {
    name: Name,
    cca2: String,
    cca3: String,
    independent: Option<bool>,
    #[serde(default)]
    capital: Vec<String>,
    #[serde(rename = "altSpellings", default)]
    alt_spellings: Vec<String>,
    region: String,
    #[serde(default)]
    demonyms: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct Name {
    common: String,
    official: String,
    #[serde(default)]
    native: BTreeMap<String, NativeName>,
}

#[derive(Deserialize)]
struct NativeName {
    official: String,
    common: String,
}

const HEAD: [&str; 5] = [
    "Countries and territories: names as they stand in English prose.",
    "Derived from mledoze/countries, commit 5e9f370050f83ad2ba4cb885f75d66114badf72c, countries.json,",
    "by `workbench names`. A database under the Open Database License 1.0: see LICENSE-countries-ODbL.txt.",
    "Columns are told in README.md of this folder. `|` parts the items of a cell, `-` is an empty cell.",
    "Do not edit: run the command.",
];
const COLUMNS: [&str; 8] = ["kind", "name", "aliases", "demonyms", "capitals", "iso2", "iso3", "region"];

/// What stands before the short form in an official name.
const FORMS_OF_STATE: [&str; 7] = [
    "Democratic People's Republic of ",
    "Democratic Republic of ",
    "Republic of ",
    "Kingdom of ",
    "State of ",
    "Commonwealth of ",
    "Federation of ",
];

/// The table of countries.
pub fn countries(json: &str) -> Result<String> {
    let mut countries: Vec<Country> = serde_json::from_str(json).context("countries.json has another shape than expected")?;
    countries.sort_by(|one, other| one.name.common.cmp(&other.name.common));

    // A short form is kept only where one country alone has it: neither `China` (of the Republic of
    // China) nor `Korea` nor `Congo` would say which is meant.
    let mut owners: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for country in &countries {
        for form in spellings(country).into_iter().chain(short_forms(country)) {
            owners.entry(form).or_default().insert(&country.cca3);
        }
    }
    let mut rows = Vec::new();
    for country in &countries {
        let alone = |form: &String| owners.get(form).is_some_and(|who| who.len() == 1);
        let aliases =
            spellings(country).into_iter().chain(short_forms(country).into_iter().filter(alone)).chain(initials(country));
        let demonyms = country.demonyms.get("eng").map(|forms| forms.values().cloned().collect::<Vec<_>>()).unwrap_or_default();
        rows.push(vec![
            if country.independent == Some(true) { "state" } else { "territory" }.into(),
            country.name.common.clone(),
            many(aliases.filter(|alias| *alias != country.name.common && !demonyms.contains(alias)))?,
            many(demonyms.iter().flat_map(|cell| cell.split(", ").map(str::to_owned)))?,
            many(country.capital.iter().flat_map(|capital| capital_forms(capital)))?,
            country.cca2.clone(),
            country.cca3.clone(),
            country.region.clone(),
        ]);
    }
    table(&HEAD, &COLUMNS, &rows)
}

/// The official name and the English ones of the alternative spellings.
fn spellings(country: &Country) -> Vec<String> {
    let foreign: BTreeSet<String> = country
        .name
        .native
        .iter()
        .filter(|(language, _)| *language != "eng")
        .flat_map(|(_, name)| [plain(&name.common), plain(&name.official)])
        .collect();
    let english: BTreeSet<String> = [plain(&country.name.common), plain(&country.name.official)].into();
    let is_english = |spelling: &String| {
        let plain = plain(spelling);
        let code = *spelling == country.cca2;
        let inverted = spelling.contains(", ") && [" of", " of the", " the"].iter().any(|end| spelling.ends_with(end));
        !code && !inverted && (english.contains(&plain) || (spelling.is_ascii() && !foreign.contains(&plain)))
    };
    let mut out = vec![country.name.official.clone()];
    out.extend(country.alt_spellings.iter().filter(|s| is_english(s)).cloned());
    out
}

/// `Republic of X` gives `X`.
fn short_forms(country: &Country) -> Vec<String> {
    let stripped = |name: &String| {
        let rest = FORMS_OF_STATE.iter().find_map(|form| name.strip_prefix(form))?;
        Some(rest.strip_prefix("the ").unwrap_or(rest).to_owned())
    };
    spellings(country).iter().filter_map(stripped).collect()
}

/// English writes initials for the countries whose name opens with *United*: `U.S.`, `UK`, `U.A.E.`.
fn initials(country: &Country) -> Vec<String> {
    if country.independent != Some(true) || !country.name.common.starts_with("United ") {
        return Vec::new();
    }
    let letters: Vec<char> = country.name.common.split(' ').filter_map(|word| word.chars().next()).collect();
    vec![letters.iter().collect(), letters.iter().flat_map(|letter| [*letter, '.']).collect()]
}

/// A capital, and without the district after it: `Washington D.C.`, `Washington, D.C.`, `Washington`.
fn capital_forms(capital: &str) -> Vec<String> {
    match capital.strip_suffix(" D.C.") {
        Some(city) => vec![city.to_owned(), format!("{city}, D.C."), capital.to_owned()],
        None => vec![capital.to_owned()],
    }
}

/// Lower case, without marks above letters.
fn plain(name: &str) -> String {
    name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r#"[
      {"name":{"common":"Ostmark","official":"Republic of Ostmark","native":{"osm":{"official":"Republika Ostmar","common":"Ostmar"}}},
       "cca2":"TO","cca3":"OSM","independent":true,"capital":["Veldt D.C."],"altSpellings":["TO","Ostmar","Óstmark","Ostmark, Republic of","Kingdom of the Lowlands","Остмар"],
       "region":"Europe","demonyms":{"eng":{"f":"Ostmarker","m":"Ostmarker"},"fra":{"f":"Ostmarquoise","m":"Ostmarquois"}}},
      {"name":{"common":"Lowlands Territory","official":"Lowlands Territory","native":{}},
       "cca2":"LT","cca3":"LOT","independent":false,"altSpellings":["Lowlands"],"region":"Europe"}]"#;

    #[test]
    fn only_english_forms_stay() {
        let table = countries(TWO).unwrap();
        let row = table.lines().last().unwrap();
        assert_eq!(
            row,
            "state\tOstmark\tRepublic of Ostmark|Óstmark|Kingdom of the Lowlands\tOstmarker\tVeldt|Veldt, D.C.|Veldt D.C.\tTO\tOSM\tEurope"
        );
    }

    #[test]
    fn a_short_form_of_two_countries_is_dropped() {
        // `Kingdom of the Lowlands` would give `Lowlands`, which the territory has.
        assert!(!countries(TWO).unwrap().contains("|Lowlands\tOstmarker"));
    }

    #[test]
    fn what_is_united_has_initials() {
        let json = TWO.replace("\"common\":\"Ostmark\"", "\"common\":\"United Marks\"");
        assert!(countries(&json).unwrap().contains("|UM|U.M.\t"));
    }
}
