//! Rows with their positions made comparable between two records that hold the same events at other places.
//!
//! The convention for rows: a number in a field named `position` or `text`, and every number in a list named
//! `positions`, is a position. `from`, `until` and `because` stand beside the row and are left out here.

use onrecord_core::{EventId, Position};
use onrecord_index::Moment;
use onrecord_projection::Projection;
use serde_json::Value;

use crate::folded::Folded;

/// How far two lists of rows may differ and still be the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Everything stands in the same order.
    Kept,
    /// Rows, and lists of what has a position, may stand in any order.
    Free,
}

/// The rows at the head as JSON lines, with the ids of events in the place of their positions. A row of which
/// `left_out` is the only reason is left out.
pub(crate) fn placeless<P: Projection>(
    folded: &Folded<P>,
    order: Order,
    left_out: &[Position],
) -> Result<Vec<u8>, serde_json::Error> {
    let at = folded.as_of(folded.head());
    let id =
        |position: u64| Position::new(position).and_then(|position| at.act(position)).map(|act| act.id());
    let mut lines = Vec::new();
    for row in folded.rows(Moment::known(folded.index.head())) {
        if let [reason] = row.because[..]
            && left_out.contains(&reason)
        {
            continue;
        }
        lines.push(placed(serde_json::to_value(&row.row)?, None, order, &id).to_string() + "\n");
    }
    if order == Order::Free {
        lines.sort_unstable();
    }
    Ok(lines.concat().into_bytes())
}

fn placed(value: Value, field: Option<&str>, order: Order, id: &impl Fn(u64) -> Option<EventId>) -> Value {
    match (field, value) {
        (Some("position" | "positions" | "text"), Value::Number(number)) => {
            let named = number.as_u64().and_then(id).map(|id| Value::String(id.to_string()));
            named.unwrap_or(Value::Number(number))
        }
        (_, Value::Object(fields)) => {
            let placed = fields.into_iter().map(|(name, value)| {
                let value = placed(value, Some(&name), order, id);
                (name, value)
            });
            Value::Object(placed.collect())
        }
        (field, Value::Array(items)) => {
            let is_of_positions = field == Some("positions") || items.iter().any(has_position);
            let mut items: Vec<Value> =
                items.into_iter().map(|item| placed(item, field, order, id)).collect();
            if order == Order::Free && is_of_positions {
                items.sort_by_cached_key(Value::to_string);
            }
            Value::Array(items)
        }
        (_, other) => other,
    }
}

fn has_position(item: &Value) -> bool {
    item.get("position").is_some()
}
