//! Which stories a record holds, and how much of it belongs to each.

use onrecord::{AsOf, Kind, Moment, Position, Reading, Ref, Role, StoryId};
use serde::Serialize;

use crate::error::QueryError;
use crate::query::Page;
use crate::target;

/// A story, and what belongs to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Story {
    /// The story.
    pub story: StoryId<'static>,
    /// The event that opened it and gives its title.
    pub opened: Position,
    /// How many events belong to it, those of the record-keeper included.
    pub events: u64,
    /// How many acts.
    pub acts: u64,
    /// How many claims were first made in it.
    pub claims: u64,
    /// How many reports were published in it.
    pub reports: u64,
    /// How many denials were issued in it.
    pub denials: u64,
    /// Its last event.
    pub last: Position,
}

/// The stories of a page, and the key after which the next page begins.
pub struct Stories {
    /// The stories, by slug.
    pub rows: Vec<Story>,
    /// The key; `None` where no story is left.
    pub next: Option<String>,
}

/// Lists the stories by slug. Only those of the page are counted.
///
/// # Errors
/// [`QueryError::BadInput`] where the page goes on from no story, or asks for an order that stories do not have.
pub fn stories(record: &Reading, moment: Moment, page: &Page) -> Result<Stories, QueryError> {
    if page.sort.is_some_and(|sort| sort != crate::query::SortBy::Key) {
        return Err(QueryError::bad_input("sort", "stories are listed by key"));
    }
    let at = AsOf::new(record.index(), moment);
    let mut slugs: Vec<StoryId<'static>> = opened(&at);
    slugs.sort_unstable();
    if let Some(after) = &page.after {
        let after: StoryId<'_> = after
            .parse()
            .map_err(|error: onrecord::SlugError| QueryError::bad_input("after", error.to_string()))?;
        target::check(record, &Ref::Story(after.borrowed()))?;
        slugs.retain(|slug| *slug > after);
    }
    let limit = page.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let there_are_more = slugs.len() > limit;
    slugs.truncate(limit);
    let next = slugs.last().filter(|_| there_are_more).map(ToString::to_string);
    let rows = slugs.iter().filter_map(|slug| count(&at, slug)).collect();
    Ok(Stories { rows: at.checked(rows)?, next })
}

/// The stories that are open at the moment.
fn opened(at: &AsOf<'_>) -> Vec<StoryId<'static>> {
    let names = at.names().filter_map(|(name, reference)| match reference {
        Ref::Story(story) => Some((name, story)),
        _ => None,
    });
    names.filter(|(name, _)| at.definition(*name).is_some()).map(|(_, story)| story.into_owned()).collect()
}

fn count(at: &AsOf<'_>, slug: &StoryId<'static>) -> Option<Story> {
    let name = at.name(&Ref::Story(slug.borrowed()))?;
    let opened = at.definition(name)?.position();
    let mut story = Story {
        story: slug.clone(),
        opened,
        events: 1,
        acts: 0,
        claims: 0,
        reports: 0,
        denials: 0,
        last: opened,
    };
    for act in at.mentions(name, Role::Story) {
        story.events += 1;
        story.acts += u64::from(act.is_act());
        story.claims += u64::from(act.kind() == Kind::ClaimMade);
        story.reports += u64::from(act.kind() == Kind::ReportPublished);
        story.denials += u64::from(act.kind() == Kind::DenialIssued);
        story.last = act.position();
    }
    Some(story)
}
