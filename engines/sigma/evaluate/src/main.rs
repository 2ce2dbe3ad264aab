//! Evaluates Sigma with rsigma. One JSON object per line in: {"id", "sigma", "events": [..], "times"?: [..]}; one per line out:
//! {"id", "error": string | null, "matched": [bool, ..]}, one answer for each event. `times`: whole seconds since 1970, one for each event. Where the last
//! document is a correlation, an event matches when it is among those that the correlation reports: it stands in the window of a group that passes.
use rsigma_eval::{CorrelationBody, CorrelationConfig, CorrelationEngine, CorrelationEventMode, Engine, EvaluationResult, JsonEvent};
use rsigma_parser::{parse_sigma_yaml, SigmaCollection};
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

/// The reports of each correlation, by its id.
fn reports_over(engine: &mut CorrelationEngine, events: &[Value], times: &[i64]) -> HashMap<String, Vec<Report>> {
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|&at| times[at]);
    let mut reports: HashMap<String, Vec<Report>> = HashMap::new();
    for at in order {
        let mut event = events[at].clone();
        event[NUMBER] = json!(at.to_string());
        let results: Vec<EvaluationResult> = engine.process_event_at(&JsonEvent::borrow(&event), times[at]);
        for result in &results {
            if let (Some(id), Some(body)) = (result.header.rule_id.clone(), result.as_correlation()) {
                reports.entry(id).or_default().push(report_of(body, times[at]));
            }
        }
    }
    reports
}

fn correlate(collection: &SigmaCollection, events: &[Value], times: &[i64]) -> Result<Vec<bool>, String> {
    if times.len() != events.len() {
        return Err("a correlation needs a time for each event".to_string());
    }
    if events.iter().any(|event| event.get("id").is_some()) {
        return Err("an event has a field `id`, which would stand for its number".to_string());
    }
    let last = collection.correlations.last().ok_or("no correlation")?;
    let id = last.id.clone().ok_or("the correlation has no id")?;
    let reach = last.timespan.seconds as i64;
    let mut engine = correlation_engine(collection, events.len())?;
    let reports = reports_over(&mut engine, events, times);
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

fn evaluate(sigma: &str, events: &[Value], times: Option<&[i64]>) -> Result<Vec<bool>, String> {
    let collection = parse_sigma_yaml(sigma).map_err(|problem| problem.to_string())?;
    if let Some(problem) = collection.errors.first() {
        return Err(problem.clone());
    }
    if collection.rules.is_empty() {
        return Err("no detection rule".to_string());
    }
    match (collection.correlations.is_empty(), times) {
        (false, Some(times)) => correlate(&collection, events, times),
        (false, None) => correlation_engine(&collection, events.len()).map(|_| vec![false; events.len()]),
        (true, _) => detect(&collection, events),
    }
}

fn main() {
    for line in stdin().lock().lines() {
        let entry: Value = serde_json::from_str(&line.expect("readable input")).expect("one JSON object a line");
        let events = entry["events"].as_array().cloned().unwrap_or_default();
        let times: Option<Vec<i64>> = entry["times"].as_array().map(|all| all.iter().map(|one| one.as_i64().unwrap_or(0)).collect());
        let answer = match evaluate(entry["sigma"].as_str().unwrap_or_default(), &events, times.as_deref()) {
            Ok(matched) => json!({ "id": entry["id"], "error": null, "matched": matched }),
            Err(problem) => json!({ "id": entry["id"], "error": problem, "matched": [] }),
        };
        println!("{answer}");
    }
}
