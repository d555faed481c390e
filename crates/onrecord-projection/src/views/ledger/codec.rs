//! A row of the ledger in bytes, as the fields in which it differs from the version before.

use onrecord_core::{ActorId, ClaimId, Position, StoryId};

use super::{Body, Ledger, LedgerRow};
use crate::materialized::{Malformed, Materialize, Reader, Writer};
use crate::rows::TextOf;
use crate::views::{Appearances, Coverage, Headline, OriginCount, PartyState, Standing};

/// The groups of fields that are written together, one bit each.
mod field {
    pub(super) const MAKING: u8 = 1;
    pub(super) const HEADLINE: u8 = 2;
    pub(super) const STANDING: u8 = 4;
    pub(super) const ORIGINS: u8 = 8;
    pub(super) const COUNTS: u8 = 16;
    pub(super) const BODIES: u8 = 32;
    pub(super) const ALL: u8 = 63;
}

impl Materialize for Ledger {
    fn write_key(claim: &ClaimId<'static>, to: &mut Writer) {
        to.text(claim.as_str());
    }

    fn read_key(from: &mut Reader<'_>) -> Result<ClaimId<'static>, Malformed> {
        slug(from)
    }

    fn write_row(row: &LedgerRow, before: Option<&LedgerRow>, to: &mut Writer) {
        let changed = before.map_or(field::ALL, |before| changed(before, row));
        to.byte(changed);
        let is_written = |field: u8| changed & field != 0;
        if is_written(field::MAKING) {
            to.option(row.story.as_ref(), |story, to| to.text(story.as_str()));
            to.number(row.text_of.0.get());
            to.option(row.by.as_ref(), |by, to| to.text(by.as_str()));
        }
        if is_written(field::HEADLINE) {
            to.word(Headline::ALL, row.headline);
        }
        if is_written(field::STANDING) {
            to.word(Standing::ALL, row.standing);
        }
        if is_written(field::ORIGINS) {
            to.counts(&[row.origins.at_least, row.origins.at_most]);
        }
        if is_written(field::COUNTS) {
            let Appearances { total, withdrawn, held, corrected, faulted } = row.appearances;
            to.counts(&[total, withdrawn, held, corrected, faulted, row.answers]);
        }
        if is_written(field::BODIES) {
            to.list(&row.bodies, write_body);
        }
    }

    fn read_row(
        claim: &ClaimId<'static>,
        before: Option<LedgerRow>,
        from: &mut Reader<'_>,
    ) -> Result<LedgerRow, Malformed> {
        let changed = from.byte()?;
        if before.is_none() && changed != field::ALL {
            return Err(Malformed("the first version of a row is not whole"));
        }
        let mut row = before.unwrap_or_else(|| blank(claim));
        let is_written = |field: u8| changed & field != 0;
        if is_written(field::MAKING) {
            row.story = from.option(slug::<StoryId<'static>>)?;
            row.text_of = TextOf(from.position()?);
            row.by = from.option(slug::<ActorId<'static>>)?;
        }
        if is_written(field::HEADLINE) {
            row.headline = from.word(Headline::ALL)?;
        }
        if is_written(field::STANDING) {
            row.standing = from.word(Standing::ALL)?;
        }
        if is_written(field::ORIGINS) {
            row.origins = OriginCount { at_least: from.count()?, at_most: from.count()? };
        }
        if is_written(field::COUNTS) {
            let [total, withdrawn, held, corrected, faulted] =
                [from.count()?, from.count()?, from.count()?, from.count()?, from.count()?];
            row.appearances = Appearances { total, withdrawn, held, corrected, faulted };
            row.answers = from.count()?;
        }
        if is_written(field::BODIES) {
            row.bodies = from.list(read_body)?;
        }
        Ok(row)
    }
}

/// The groups of fields in which two versions differ.
fn changed(before: &LedgerRow, row: &LedgerRow) -> u8 {
    let differ = [
        (field::MAKING, (&before.story, before.text_of, &before.by) != (&row.story, row.text_of, &row.by)),
        (field::HEADLINE, before.headline != row.headline),
        (field::STANDING, before.standing != row.standing),
        (field::ORIGINS, before.origins != row.origins),
        (field::COUNTS, (before.appearances, before.answers) != (row.appearances, row.answers)),
        (field::BODIES, before.bodies != row.bodies),
    ];
    differ.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).sum()
}

/// A row before its fields are read.
fn blank(claim: &ClaimId<'static>) -> LedgerRow {
    LedgerRow {
        claim: claim.clone(),
        story: None,
        text_of: TextOf(Position::FIRST),
        by: None,
        headline: Headline::Unasked,
        standing: Standing::Stands,
        origins: OriginCount { at_least: 0, at_most: 0 },
        appearances: Appearances::default(),
        answers: 0,
        bodies: Vec::new(),
    }
}

fn write_body(body: &Body, to: &mut Writer) {
    to.text(body.actor.as_str());
    to.byte(u8::from(body.accused));
    to.word(PartyState::ALL, body.state);
    to.option(body.coverage.as_ref(), |coverage, to| to.word(Coverage::ALL, *coverage));
    to.option(body.by.as_ref(), |by, to| to.text(by.as_str()));
    to.option(body.position.as_ref(), |position, to| to.number(position.get()));
    to.number(body.requests.into());
}

fn read_body(from: &mut Reader<'_>) -> Result<Body, Malformed> {
    Ok(Body {
        actor: slug(from)?,
        accused: from.byte()? != 0,
        state: from.word(PartyState::ALL)?,
        coverage: from.option(|from| from.word(Coverage::ALL))?,
        by: from.option(slug::<ActorId<'static>>)?,
        position: from.option(Reader::position)?,
        requests: from.count()?,
    })
}

fn slug<T: std::str::FromStr>(from: &mut Reader<'_>) -> Result<T, Malformed> {
    from.text()?.parse().map_err(|_| Malformed("a name is no slug"))
}
