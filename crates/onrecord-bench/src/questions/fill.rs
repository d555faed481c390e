//! Filling the tables of SQLite with the same events: what each event says, and when it took place by the dates resolved.

use onrecord::when::Bounds;
use onrecord_core::{Event, Position, Ref, Role, TimeRole, Visitor, When};
use rusqlite::{CachedStatement, Connection, params};

use super::dates::sortable;
use super::sql::{INDEXES, TABLES};
use super::texts::text_of;
use crate::failure::Failure;
use crate::material::Sent;

/// Makes the tables, and fills them with these events, each with the bounds that `bounds` gives.
///
/// # Errors
/// [`Failure`] of SQLite, or of what makes the events.
pub(super) fn fill<'e>(
    connection: &mut Connection,
    commits: impl Iterator<Item = Result<Vec<Sent<'e>>, Failure>>,
    bounds: impl Fn(Position) -> Bounds,
) -> Result<(), Failure> {
    connection.execute_batch(TABLES)?;
    let transaction = connection.transaction()?;
    for commit in commits {
        let mut inserts = Inserts::new(&transaction)?;
        commit?.iter().try_for_each(|sent| inserts.insert(sent, bounds(sent.position)))?;
    }
    transaction.commit()?;
    Ok(connection.execute_batch(INDEXES)?)
}

/// The statements that insert one event.
struct Inserts<'c> {
    event: CachedStatement<'c>,
    reference: CachedStatement<'c>,
    text: CachedStatement<'c>,
    withdrawal: CachedStatement<'c>,
    withdrawal_by_name: CachedStatement<'c>,
}

impl<'c> Inserts<'c> {
    fn new(connection: &'c Connection) -> Result<Inserts<'c>, Failure> {
        let insert = "INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, NULL)";
        let withdraw = "UPDATE events SET withdrawn_at = ?1 WHERE id = ?2";
        let withdraw_by_name = "UPDATE events SET withdrawn_at = ?1 WHERE position IN
            (SELECT position FROM refs WHERE ref = ?2 AND role = 'defines')";
        Ok(Inserts {
            event: connection.prepare_cached(insert)?,
            reference: connection.prepare_cached("INSERT INTO refs VALUES (?1, ?2, ?3, ?4)")?,
            text: connection.prepare_cached("INSERT INTO texts VALUES (?1, ?2)")?,
            withdrawal: connection.prepare_cached(withdraw)?,
            withdrawal_by_name: connection.prepare_cached(withdraw_by_name)?,
        })
    }

    fn insert(&mut self, Sent { position, event, .. }: &Sent<'_>, bounds: Bounds) -> Result<(), Failure> {
        let number = number(*position);
        let columns = Columns::of(event);
        let (start, end) = sortable(&bounds);
        let (id, kind) = (event.id.to_bytes(), event.kind());
        let Columns { story, actor, on_behalf_of, said, .. } = &columns;
        self.event.execute(params![
            number,
            id,
            kind.as_str(),
            story,
            actor,
            on_behalf_of,
            said,
            start,
            end
        ])?;
        for (place, (role, to)) in columns.references.iter().enumerate() {
            self.reference.execute(params![number, place as i64, role, to])?;
        }
        if let Some(text) = text_of(event) {
            self.text.execute(params![number, text])?;
        }
        self.withdraw(number, event)
    }

    fn withdraw(&mut self, number: i64, event: &Event<'_>) -> Result<(), Failure> {
        if let onrecord_core::Content::EventWithdrawn(withdrawn) = &event.content {
            match &withdrawn.of {
                Ref::Event(id) => self.withdrawal.execute(params![number, id.to_bytes()])?,
                named => self.withdrawal_by_name.execute(params![number, named.to_string()])?,
            };
        }
        Ok(())
    }
}

/// The position, as SQLite counts.
pub(super) fn number(position: Position) -> i64 {
    i64::try_from(position.get()).unwrap_or(i64::MAX)
}

/// What the columns of one event hold.
#[derive(Default)]
struct Columns {
    story: Option<String>,
    actor: Option<String>,
    on_behalf_of: Option<String>,
    said: Option<String>,
    /// Everything but the story, with the capacity.
    references: Vec<(String, String)>,
}

impl Columns {
    fn of(event: &Event<'_>) -> Columns {
        let mut columns = Columns::default();
        event.content.visit(&mut columns);
        columns.story = event.story().map(|story| story.as_str().to_owned());
        columns
    }
}

impl<'e> Visitor<'e> for Columns {
    fn reference(&mut self, role: Role, to: Ref<'e>) {
        match role {
            Role::Story => return,
            Role::By => self.actor = to.slug().map(str::to_owned),
            Role::OnBehalfOf => self.on_behalf_of = to.slug().map(str::to_owned),
            _ => {}
        }
        self.references.push((format!("{role:?}").to_lowercase(), to.to_string()));
    }

    fn time(&mut self, role: TimeRole, when: &'e When<'e>) {
        if role == TimeRole::Said {
            self.said = Some(when.to_string());
        }
    }
}
