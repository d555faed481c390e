//! Which acts took place, in what order.

use std::collections::HashSet;

use onrecord_core::{ActorId, EventId, Kind, Position, Ref, Role, StoryId};
use onrecord_index::{Act, AsOf, Name};
use onrecord_when::SortKey;

use super::{Said, actor_id, reference, story_id};
use crate::projection::{Projection, Shown};
use crate::rows;

/// Acts in the order in which they took place: earliest bound, then latest, then position; undated acts last.
#[derive(Clone, Copy, Default, Debug)]
pub struct Timeline;

rows! {
    /// One event on the timeline.
    pub struct TimelineRow {
        /// Its position in the record.
        pub position: Position,
        /// Its id.
        #[because(position)]
        pub id: EventId,
        /// Its kind.
        #[because(position)]
        pub event: Kind,
        /// Its story; none for notes on actors.
        #[because(position)]
        pub story: Option<StoryId<'static>>,
        /// Who acted.
        #[because(position)]
        pub by: Option<ActorId<'static>>,
        /// On whose behalf.
        #[because(position)]
        pub on_behalf_of: Option<ActorId<'static>>,
        /// When.
        pub said: Option<Said>,
        /// Everything the event refers to.
        #[because(position)]
        pub refers_to: Vec<Ref<'static>>,
    }
}

impl Projection for Timeline {
    const NAME: &'static str = "timeline";
    const VERSION: u32 = 2;
    type Key = Position;
    type Row = TimelineRow;

    fn keys(&self, act: &Act<'_>) -> Vec<Position> {
        vec![act.position()]
    }

    fn row(&self, position: &Position, at: &AsOf<'_>) -> Option<Shown<TimelineRow>> {
        let act = at.act(*position)?;
        let actor = |role| act.one(role).and_then(|name| actor_id(at, name));
        let row = TimelineRow {
            position: *position,
            id: act.id(),
            event: act.kind(),
            story: act
                .one(Role::Story)
                .or_else(|| act.one(Role::Defines))
                .and_then(|name| story_id(at, name)),
            by: actor(Role::By),
            on_behalf_of: actor(Role::OnBehalfOf),
            said: Said::of(&act),
            refers_to: refers_to(&act),
        };
        let because = [*position].into_iter().chain(act.dated_by().iter().copied()).collect();
        Some(Shown { row, because })
    }

    fn time(&self, position: &Position, at: &AsOf<'_>) -> Option<SortKey> {
        Some(at.act(*position)?.dated().bounds().sort_key())
    }
}

fn refers_to(act: &Act<'_>) -> Vec<Ref<'static>> {
    let at = act.record();
    let mut seen = HashSet::new();
    let names = act
        .edges()
        .filter(|(role, name)| *role != Role::Story && *name != Name::UNSTATED && seen.insert(*name));
    names.filter_map(|(_, name)| reference(at, name)).collect()
}
