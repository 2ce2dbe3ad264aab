//! Evaluates Sigma with rsigma. One JSON object per line in: {"id", "sigma", "events": [..], "times"?: [..], "sources"?: [..],
//! "places"?: [..]}; one per line out:
//! {"id", "error": string | null, "matched": [bool, ..]}, one answer for each event. `times`: whole seconds since 1970, one for each event. Where the last
//! document is a correlation, an event matches when it is among those that the correlation reports: it stands in the window of a group that passes.
//! `places`: for each event its log source, as its number among `sources` (`product/category/service`); rules of a correlation then see the events of their own
//! log source alone. rsigma's own choice by log source takes an event without one for an event of any.
use rsigma_eval::{CorrelationBody, CorrelationConfig, CorrelationEngine, CorrelationEventMode, Engine, EvaluationResult, JsonEvent};
use rsigma_parser::{parse_sigma_yaml, LogSource, SigmaCollection};
use serde_json::{json, Value};
use std::collections::{HashMap, HashSet};
use std::io::{stdin, BufRead};

/// rsigma finds the number of an event in this field.
const NUMBER: &str = "_id";

type Group = Vec<(String, String)>;

/// Events that a group had in a window that passed, and when.
struct Report {
    group: Group,
    at: i64,
    events: Vec<usize>,
}

fn report_of(body: &CorrelationBody, at: i64) -> Report {
    let refs = body.event_refs.iter().flatten();
    let events = refs.filter_map(|one| one.id.as_deref().and_then(|id| id.parse().ok())).collect();
    Report { group: body.group_key.clone(), at, events }
}

fn correlation_engine(collection: &SigmaCollection, most: usize) -> Result<CorrelationEngine, String> {
    let config = CorrelationConfig {
        correlation_event_mode: CorrelationEventMode::Refs,
        max_correlation_events: most.max(1),
        max_state_entries: usize::MAX,
        ..CorrelationConfig::default()
    };
    let mut engine = CorrelationEngine::new(config);
    engine.add_collection(collection).map_err(|problem| problem.to_string())?;
    Ok(engine)
}

fn place_of(source: &LogSource) -> String {
    let parts = [&source.product, &source.category, &source.service];
    parts.into_iter().flatten().cloned().collect::<Vec<_>>().join("/")
}

/// When and where each event happened.
struct Settings<'a> {
    times: &'a [i64],
    sources: Vec<String>,
    places: Option<&'a [usize]>,
}

/// The log source of each rule, by the rule's id.
fn homes_of(collection: &SigmaCollection, sources: &[String]) -> Result<HashMap<String, usize>, String> {
    let mut homes = HashMap::new();
    for rule in &collection.rules {
        let home = place_of(&rule.logsource);
        let at = sources.iter().position(|one| *one == home).ok_or(format!("no events of the log source {home}"))?;
        homes.insert(rule.id.clone().ok_or("a rule has no id")?, at);
    }
    Ok(homes)
}

/// The reports of each correlation, by its id.
fn reports_over(engine: &mut CorrelationEngine, events: &[Value], settings: &Settings, homes: &HashMap<String, usize>) -> HashMap<String, Vec<Report>> {
    let times = settings.times;
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|&at| times[at]);
    let mut reports: HashMap<String, Vec<Report>> = HashMap::new();
    for at in order {
        let mut event = events[at].clone();
        event[NUMBER] = json!(at.to_string());
        let seen = JsonEvent::borrow(&event);
        let mut detected = engine.evaluate(&seen);
        if let Some(places) = settings.places {
            detected.retain(|one| one.header.rule_id.as_ref().and_then(|id| homes.get(id)) == Some(&places[at]));
        }
        let results: Vec<EvaluationResult> = engine.process_with_detections(&seen, detected, times[at]);
        for result in &results {
            if let (Some(id), Some(body)) = (result.header.rule_id.clone(), result.as_correlation()) {
                reports.entry(id).or_default().push(report_of(body, times[at]));
            }
        }
    }
    reports
}

fn correlate(collection: &SigmaCollection, events: &[Value], settings: &Settings) -> Result<Vec<bool>, String> {
    if settings.times.len() != events.len() || settings.places.is_some_and(|places| places.len() != events.len()) {
        return Err("a correlation needs a time, and a place, for each event".to_string());
    }
    if events.iter().any(|event| event.get("id").is_some()) {
        return Err("an event has a field `id`, which would stand for its number".to_string());
    }
    let last = collection.correlations.last().ok_or("no correlation")?;
    let id = last.id.clone().ok_or("the correlation has no id")?;
    let reach = last.timespan.seconds as i64;
    let mut engine = correlation_engine(collection, events.len())?;
    let homes = settings.places.map_or(Ok(HashMap::new()), |_| homes_of(collection, &settings.sources))?;
    let reports = reports_over(&mut engine, events, settings, &homes);
    let none = Vec::new();
    let mut found: HashSet<usize> = HashSet::new();
    for passed in reports.get(&id).unwrap_or(&none) {
        found.extend(&passed.events);
        // What a correlation of correlations reports are the events that those had reported within its timespan.
        let below = reports.iter().filter(|(other, _)| **other != id).flat_map(|(_, all)| all);
        for one in below.filter(|one| one.group == passed.group && one.at <= passed.at && one.at >= passed.at - reach) {
            found.extend(&one.events);
        }
    }
    Ok((0..events.len()).map(|at| found.contains(&at)).collect())
}

fn detect(collection: &SigmaCollection, events: &[Value]) -> Result<Vec<bool>, String> {
    let mut engine = Engine::new();
    engine.add_collection(collection).map_err(|problem| problem.to_string())?;
    Ok(events.iter().map(|event| !engine.evaluate(&JsonEvent::borrow(event)).is_empty()).collect())
}

fn evaluate(sigma: &str, events: &[Value], settings: Option<Settings>) -> Result<Vec<bool>, String> {
    let collection = parse_sigma_yaml(sigma).map_err(|problem| problem.to_string())?;
    if let Some(problem) = collection.errors.first() {
        return Err(problem.clone());
    }
    if collection.rules.is_empty() {
        return Err("no detection rule".to_string());
    }
    match (collection.correlations.is_empty(), settings) {
        (false, Some(settings)) => correlate(&collection, events, &settings),
        (false, None) => correlation_engine(&collection, events.len()).map(|_| vec![false; events.len()]),
        (true, _) => detect(&collection, events),
    }
}

fn main() {
    for line in stdin().lock().lines() {
        let entry: Value = serde_json::from_str(&line.expect("readable input")).expect("one JSON object a line");
        let events = entry["events"].as_array().cloned().unwrap_or_default();
        let times: Option<Vec<i64>> = entry["times"].as_array().map(|all| all.iter().map(|one| one.as_i64().unwrap_or(0)).collect());
        let places: Option<Vec<usize>> = entry["places"].as_array().map(|all| all.iter().map(|one| one.as_u64().unwrap_or(0) as usize).collect());
        let sources = entry["sources"].as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_string)).collect();
        let settings = times.as_deref().map(|times| Settings { times, sources, places: places.as_deref() });
        let answer = match evaluate(entry["sigma"].as_str().unwrap_or_default(), &events, settings) {
            Ok(matched) => json!({ "id": entry["id"], "error": null, "matched": matched }),
            Err(problem) => json!({ "id": entry["id"], "error": problem, "matched": [] }),
        };
        println!("{answer}");
    }
}
