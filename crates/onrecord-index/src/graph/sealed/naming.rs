//! Names in a snapshot: what each stands for, and who mentions it.

use std::borrow::Cow;
use std::ops::Range;

use bincode::{BorrowDecode, Encode};
use onrecord_core::{Ref, Role};

use super::blocks::{self, Block, Each, Totals};
use super::entries::{number_of_role, role_numbered};
use crate::error::IndexError;
use crate::graph::lists::Mention;
use crate::graph::names::Roles;
use crate::graph::{Name, Ordinal, RecordIndex};

/// How many names a block holds; the last one may hold fewer.
pub(super) const BLOCK_NAMES: usize = 64;

/// The names of one block in order.
pub(super) struct NameBlock {
    names: Vec<Named>,
    mentions: Vec<Mention>,
    /// The mentions of each name once more, by their roles: what is often mentioned is looked at in one role at a time.
    by_role: Vec<Mention>,
}

struct Named {
    reference: Ref<'static>,
    first: Ordinal,
    roles: Roles,
    /// Where its mentions end; they begin where those of the name before end.
    mentions_end: u32,
}

#[derive(Encode, BorrowDecode)]
struct NameForm<'a, M> {
    reference: Cow<'a, str>,
    first: Ordinal,
    /// How far each mention is behind the one before, and the number of its role.
    mentions: M,
}

type Mentions = Vec<(u32, u8)>;

impl NameBlock {
    pub(super) fn reference(&self, place: usize) -> &Ref<'static> {
        &self.names[place].reference
    }

    pub(super) fn first(&self, place: usize) -> Ordinal {
        self.names[place].first
    }

    /// All mentions of a name, in the order of the record.
    pub(super) fn mentions(&self, place: usize) -> &[Mention] {
        &self.mentions[self.mentioned(place)]
    }

    /// Those in one role, in the order of the record.
    pub(super) fn mentions_as(&self, place: usize, role: Role) -> &[Mention] {
        if !self.names[place].roles.contains(role) {
            return &[];
        }
        let by_role = &self.by_role[self.mentioned(place)];
        let start = by_role.partition_point(|mention| mention.role < role);
        let count = by_role[start..].partition_point(|mention| mention.role == role);
        &by_role[start..start + count]
    }

    fn mentioned(&self, place: usize) -> Range<usize> {
        let start = place.checked_sub(1).map_or(0, |before| self.names[before].mentions_end);
        start as usize..self.names[place].mentions_end as usize
    }

    fn push(&mut self, form: NameForm<'_, Mentions>, totals: Totals) -> Result<(), String> {
        let reference = Ref::parse(&form.reference).map_err(|error| error.to_string())?.into_owned();
        let (mut by, mut roles) = (0, Roles::default());
        for (behind, role) in form.mentions {
            by += behind as usize;
            if by >= totals.events {
                return Err(format!("{reference} is mentioned after the end"));
            }
            let role = role_numbered(role)?;
            roles.add(role);
            self.mentions.push(Mention::new(Ordinal::at(by), role));
        }
        let start = self.by_role.len();
        self.by_role.extend_from_slice(&self.mentions[start..]);
        self.by_role[start..].sort_by_key(|mention| mention.role);
        let mentions_end = self.mentions.len() as u32;
        self.names.push(Named { reference, first: form.first, roles, mentions_end });
        Ok(())
    }
}

impl Block for NameBlock {
    fn decode(bytes: &[u8], number: usize, totals: Totals) -> Result<NameBlock, String> {
        let forms: Vec<NameForm<'_, Mentions>> = blocks::decode(bytes)?;
        if forms.len() != BLOCK_NAMES.min(totals.names - number * BLOCK_NAMES) {
            return Err(format!("block {number} holds {} names", forms.len()));
        }
        let mut block =
            NameBlock { names: Vec::with_capacity(forms.len()), mentions: Vec::new(), by_role: Vec::new() };
        forms.into_iter().try_for_each(|form| block.push(form, totals))?;
        Ok(block)
    }
}

/// Writes the block of the names with these numbers.
pub(super) fn encode(
    graph: &RecordIndex,
    names: Range<usize>,
    bytes: &mut Vec<u8>,
) -> Result<(), IndexError> {
    let forms: Vec<_> = names.map(|number| form(graph, Name::at(number))).collect::<Result<_, _>>()?;
    blocks::encode(Each { count: forms.len(), items: forms.iter() }, bytes);
    Ok(())
}

fn form(graph: &RecordIndex, name: Name) -> Result<NameForm<'_, impl Encode>, IndexError> {
    let (mentions, mut before) = (graph.all_mentions(name)?, 0);
    let count = mentions.clone().count();
    let items = mentions.map(move |mention| {
        let by = mention.by().get();
        let behind = by - std::mem::replace(&mut before, by);
        (behind as u32, number_of_role(mention.role))
    });
    let reference = graph.reference(name)?.map(|named| Cow::Owned(named.to_string())).unwrap_or_default();
    Ok(NameForm { reference, first: graph.first_mention(name)?, mentions: Each { count, items } })
}
