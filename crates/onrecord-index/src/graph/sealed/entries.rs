//! Events in a snapshot: what the graph keeps of each, and whom it mentions.

use std::borrow::Cow;
use std::ops::Range;

use bincode::{BorrowDecode, Encode};
use onrecord_core::{
    ActorKind, Anchor, Confidence, CorrectionManner, Credibility, EventId, Extent, Finding, Kind, Likelihood,
    Relation, Reliability, Role, StatementManner,
};
use onrecord_when::{Edtf, EdtfError};

use super::blocks::{self, Block, Each, Totals};
use crate::error::IndexError;
use crate::graph::entry::Words;
use crate::graph::{Detail, Edge, Entry, Name, Ordinal, RecordIndex, Time};

/// How many events a block holds; the last one may hold fewer.
pub(super) const BLOCK_EVENTS: usize = 64;

/// The events of one block in order.
pub(super) struct EntryBlock {
    entries: Vec<Entry>,
    edges: Vec<Edge>,
    /// The places of the events that set a deadline, ascending.
    deadlines: Vec<(usize, Time)>,
}

#[derive(Encode, BorrowDecode)]
struct EntryForm<'a, E> {
    id: [u8; 16],
    kind: u16,
    detail: DetailForm<'a>,
    time: Option<TimeForm<'a>>,
    deadline: Option<TimeForm<'a>>,
    /// The names that it mentions, each with the number of the role.
    edges: E,
}

type Edges = Vec<(Name, u8)>;

/// The kind of event says which vocabulary the numbers are of.
#[derive(Encode, BorrowDecode)]
struct DetailForm<'a> {
    word: u8,
    second: u8,
    text: Cow<'a, str>,
}

#[derive(Encode, BorrowDecode)]
enum TimeForm<'a> {
    Edtf(Cow<'a, str>),
    Phrase(Cow<'a, str>),
    PhraseFromDate(Cow<'a, str>, Cow<'a, str>),
    PhraseFromReport(Cow<'a, str>, Cow<'a, str>),
}

impl EntryBlock {
    pub(super) fn entry(&self, place: usize) -> &Entry {
        &self.entries[place]
    }

    pub(super) fn edges(&self, place: usize) -> &[Edge] {
        let end = self.entries.get(place + 1).map_or(self.edges.len(), |next| next.first_edge as usize);
        &self.edges[self.entries[place].first_edge as usize..end]
    }

    pub(super) fn deadline(&self, place: usize) -> Option<&Time> {
        let found = self.deadlines.binary_search_by_key(&place, |(known, _)| *known).ok()?;
        Some(&self.deadlines[found].1)
    }

    fn push(&mut self, form: EntryForm<'_, Edges>, totals: Totals) -> Result<(), String> {
        let number = form.kind;
        let kind = Kind::from_number(number).ok_or_else(|| format!("no kind is numbered {number}"))?;
        let time = form.time.map_or(Ok(Time::Unsaid), TimeForm::into_time)?;
        let deadline = form.deadline.map(TimeForm::into_time).transpose()?;
        self.deadlines.extend(deadline.map(|deadline| (self.entries.len(), deadline)));
        let (id, detail) = (EventId::from_bytes(form.id), form.detail.into_detail(kind)?);
        let first_edge = self.edges.len() as u32;
        self.entries.push(Entry { id, kind, detail, time, first_edge });
        for (to, role) in form.edges {
            if to.get() >= totals.names && to != Name::UNSTATED {
                return Err(format!("an event mentions name {}, and there is none", to.get()));
            }
            self.edges.push(Edge::new(to, role_numbered(role)?));
        }
        Ok(())
    }
}

impl Block for EntryBlock {
    fn decode(bytes: &[u8], number: usize, totals: Totals) -> Result<EntryBlock, String> {
        let forms: Vec<EntryForm<'_, Edges>> = blocks::decode(bytes)?;
        if forms.len() != BLOCK_EVENTS.min(totals.events - number * BLOCK_EVENTS) {
            return Err(format!("block {number} holds {} events", forms.len()));
        }
        let entries = Vec::with_capacity(forms.len());
        let mut block = EntryBlock { entries, edges: Vec::new(), deadlines: Vec::new() };
        forms.into_iter().try_for_each(|form| block.push(form, totals))?;
        Ok(block)
    }
}

/// Writes the block of the events with these numbers.
pub(super) fn encode(
    graph: &RecordIndex,
    events: Range<usize>,
    bytes: &mut Vec<u8>,
) -> Result<(), IndexError> {
    let forms: Vec<_> = events.map(|number| form(graph, Ordinal::at(number))).collect::<Result<_, _>>()?;
    blocks::encode(Each { count: forms.len(), items: forms.iter() }, bytes);
    Ok(())
}

fn form(graph: &RecordIndex, index: Ordinal) -> Result<EntryForm<'_, impl Encode>, IndexError> {
    let (entry, edges) = (graph.entry(index)?, graph.edges(index)?);
    let items = edges.iter().map(|edge| (edge.to(), number_of_role(edge.role)));
    Ok(EntryForm {
        id: entry.id.to_bytes(),
        kind: entry.kind.number(),
        detail: DetailForm::of(&entry.detail),
        time: TimeForm::of(&entry.time),
        deadline: graph.deadline(index)?.and_then(TimeForm::of),
        edges: Each { count: edges.len(), items },
    })
}

/// The number of a role in snapshots.
pub(super) fn number_of_role(role: Role) -> u8 {
    role as u8
}

pub(super) fn role_numbered(number: u8) -> Result<Role, String> {
    let role = Role::ALL.get(usize::from(number)).copied();
    role.ok_or_else(|| format!("no role is numbered {number}"))
}

impl<'a> DetailForm<'a> {
    fn of(detail: &'a Detail) -> DetailForm<'a> {
        let (word, second, text) = match detail {
            Detail::None => (0, 0, ""),
            Detail::Actor(word) => (word.number(), 0, ""),
            Detail::Extent(word) => (word.number(), 0, ""),
            Detail::Manner(word) => (word.number(), 0, ""),
            Detail::Correction(word) => (word.number(), 0, ""),
            Detail::Finding(word) => (word.number(), 0, ""),
            Detail::Relation(word) => (word.number(), 0, ""),
            Detail::Reliability(word) => (word.number(), 0, ""),
            Detail::Credibility(grade) => (grade.get(), 0, ""),
            Detail::Judgement(likelihood, confidence) => (likelihood.number(), confidence.number(), ""),
            Detail::Rating(rating) => (0, 0, rating.as_ref()),
        };
        DetailForm { word, second, text: Cow::Borrowed(text) }
    }

    fn into_detail(self, kind: Kind) -> Result<Detail, String> {
        let word = self.word;
        let detail = match kind {
            Kind::ActorIntroduced => ActorKind::from_number(word).map(Detail::Actor),
            Kind::DenialIssued | Kind::ClaimAcknowledged => Extent::from_number(word).map(Detail::Extent),
            Kind::StatementMade => StatementManner::from_number(word).map(Detail::Manner),
            Kind::ReportCorrected => CorrectionManner::from_number(word).map(Detail::Correction),
            Kind::EvidenceAssessed => Finding::from_number(word).map(Detail::Finding),
            Kind::ClaimsLinked => Relation::from_number(word).map(Detail::Relation),
            Kind::SourceAssessed => Reliability::from_number(word).map(Detail::Reliability),
            Kind::InformationAssessed => Credibility::new(word).map(Detail::Credibility),
            Kind::JudgementRecorded => Likelihood::from_number(word)
                .zip(Confidence::from_number(self.second))
                .map(|(likelihood, confidence)| Detail::Judgement(likelihood, confidence)),
            Kind::VerdictPublished => Some(Detail::Rating(self.text.as_ref().into())),
            _ => Some(Detail::None),
        };
        detail.ok_or_else(|| format!("a {kind} with word number {word}"))
    }
}

impl<'a> TimeForm<'a> {
    fn of(time: &'a Time) -> Option<TimeForm<'a>> {
        let words = match time {
            Time::Unsaid => return None,
            Time::Edtf(edtf) => return Some(TimeForm::Edtf(Cow::Owned(edtf.to_string()))),
            Time::Words(words) => words,
        };
        let phrase = Cow::Borrowed(words.phrase.as_ref());
        Some(match &words.anchor {
            None => TimeForm::Phrase(phrase),
            Some(Anchor::Date(date)) => TimeForm::PhraseFromDate(phrase, Cow::Owned(date.to_string())),
            Some(Anchor::Report(report)) => {
                TimeForm::PhraseFromReport(phrase, Cow::Borrowed(report.as_str()))
            }
        })
    }

    fn into_time(self) -> Result<Time, String> {
        let edtf = |text: &str| text.parse::<Edtf>().map_err(|error: EdtfError| error.to_string());
        let words = |phrase: &str, anchor| Time::Words(Box::new(Words { phrase: phrase.into(), anchor }));
        Ok(match self {
            TimeForm::Edtf(text) => Time::Edtf(edtf(&text)?),
            TimeForm::Phrase(text) => words(&text, None),
            TimeForm::PhraseFromDate(text, date) => words(&text, Some(Anchor::Date(edtf(&date)?))),
            TimeForm::PhraseFromReport(text, report) => {
                let report = report.parse().map_err(|error: onrecord_core::SlugError| error.to_string())?;
                words(&text, Some(Anchor::Report(report)))
            }
        })
    }
}
