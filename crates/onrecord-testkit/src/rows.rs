//! Rows with their positions made comparable between two records that hold the same events at other places.
//!
//! The schema of a row says which of its numbers are positions. `from`, `until` and `because` stand beside the row and
//! are left out here.

use onrecord_core::{EventId, Position};
use onrecord_index::Moment;
use onrecord_projection::rows::Type;
use onrecord_projection::{Projection, Row};
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

/// A row as a JSON line, with the ids of events in the place of their positions, and its reasons.
pub(crate) struct Placeless {
    pub(crate) line: String,
    pub(crate) because: Vec<Position>,
}

/// The rows at the head.
pub(crate) fn placeless_rows<P: Projection>(
    folded: &Folded<P>,
    order: Order,
) -> Result<Vec<Placeless>, serde_json::Error> {
    let at = folded.as_of(folded.head());
    let id =
        |position: u64| Position::new(position).and_then(|position| at.act(position)).map(|act| act.id());
    let rows = folded.rows(Moment::known(folded.index.head())).into_iter();
    let placeless = rows.map(|row| {
        let line = placed(serde_json::to_value(&row.row)?, &Type::Nested(P::Row::SCHEMA), order, &id);
        Ok(Placeless { line: line.to_string(), because: row.because })
    });
    placeless.collect()
}

/// The rows at the head, one on each line. A row of which `left_out` is the only reason is left out.
pub(crate) fn placeless<P: Projection>(
    folded: &Folded<P>,
    order: Order,
    left_out: &[Position],
) -> Result<Vec<u8>, serde_json::Error> {
    let rows = placeless_rows(folded, order)?.into_iter();
    let shown = rows.filter(|row| !matches!(row.because[..], [reason] if left_out.contains(&reason)));
    let mut lines: Vec<String> = shown.map(|row| row.line + "\n").collect();
    if order == Order::Free {
        lines.sort_unstable();
    }
    Ok(lines.concat().into_bytes())
}

fn placed(value: Value, is: &Type, order: Order, id: &impl Fn(u64) -> Option<EventId>) -> Value {
    match (is, value) {
        (Type::Position | Type::TextOf, Value::Number(number)) => {
            let named = number.as_u64().and_then(id).map(|id| Value::String(id.to_string()));
            named.unwrap_or(Value::Number(number))
        }
        (Type::Optional(is), value) if !value.is_null() => placed(value, is, order, id),
        (Type::List(is), Value::Array(items)) => {
            let mut items: Vec<Value> = items.into_iter().map(|item| placed(item, is, order, id)).collect();
            if order == Order::Free && is_placed(is) {
                items.sort_by_cached_key(Value::to_string);
            }
            Value::Array(items)
        }
        (Type::Nested(columns), Value::Object(mut fields)) => {
            for column in *columns {
                if let Some(field) = fields.get_mut(column.name) {
                    *field = placed(field.take(), &column.is, order, id);
                }
            }
            Value::Object(fields)
        }
        (_, other) => other,
    }
}

/// Whether things of this type come in the order of positions where nothing else orders them: positions, and what has
/// one of its own.
fn is_placed(is: &Type) -> bool {
    match is {
        Type::Position => true,
        Type::Nested(columns) => columns.iter().any(|column| column.is == Type::Position),
        _ => false,
    }
}
