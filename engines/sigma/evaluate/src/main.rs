//! Evaluates Sigma with rsigma. One JSON object per line in: {"id", "sigma", "events": [..]}; one per line out:
//! {"id", "error": string | null, "matched": [bool, ..]}, one answer for each event.
use rsigma_eval::{Engine, JsonEvent};
use rsigma_parser::parse_sigma_yaml;
use serde_json::{json, Value};
use std::io::{stdin, BufRead};

fn evaluate(sigma: &str, events: &[Value]) -> Result<Vec<bool>, String> {
    let collection = parse_sigma_yaml(sigma).map_err(|problem| problem.to_string())?;
    if let Some(problem) = collection.errors.first() {
        return Err(problem.clone());
    }
    if collection.rules.is_empty() {
        return Err("no detection rule".to_string());
    }
    let mut engine = Engine::new();
    engine.add_collection(&collection).map_err(|problem| problem.to_string())?;
    Ok(events.iter().map(|event| !engine.evaluate(&JsonEvent::borrow(event)).is_empty()).collect())
}

fn main() {
    for line in stdin().lock().lines() {
        let entry: Value = serde_json::from_str(&line.expect("readable input")).expect("one JSON object a line");
        let events = entry["events"].as_array().cloned().unwrap_or_default();
        let answer = match evaluate(entry["sigma"].as_str().unwrap_or_default(), &events) {
            Ok(matched) => json!({ "id": entry["id"], "error": null, "matched": matched }),
            Err(problem) => json!({ "id": entry["id"], "error": problem, "matched": [] }),
        };
        println!("{answer}");
    }
}
