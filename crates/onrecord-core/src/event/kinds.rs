//! The kinds of events: what can happen to a record, one entry for each.
//!
//! A field is `one` (must be given), `opt` (may be left out), `many` (a list with at least one entry) or `list` (may
//! be empty). In brackets stands the capacity in which the field points at something else.

use super::table::kind_types;

/// Hands the table of kinds to a macro: the types are made of it, and each form that an event is written in.
macro_rules! kinds {
    ($make:ident) => {
        $make! {
            // What the record-keeper opens and introduces.

            /// A timeline is opened for other events to belong to.
            StoryOpened = 1 "story_opened" {
                story: one StoryId<'a> [Role::Defines], "The story that is opened.";
                title: one Cow<'a, str>, "What it is about, in a few words.";
            }
            /// Somebody is introduced who acts or is spoken of.
            ActorIntroduced = 2 "actor_introduced" {
                actor: one ActorId<'a> [Role::Defines], "Who is introduced.";
                name: one Cow<'a, str>, "The name as people write it.";
                actor_kind: one ActorKind, "What sort of actor.";
                speaks_for: opt ActorId<'a> [Role::SpeaksFor], "The body whose spokesperson or organ the actor is.";
            }
            /// Two names turn out to be one actor.
            ActorsMerged = 3 "actors_merged" {
                actor: one ActorId<'a> [Role::Merged], "The name that is given up.";
                into: one ActorId<'a> [Role::Into], "The name under which both go on.";
            }

            // What people did.

            /// Something was published.
            ReportPublished = 4 "report_published" {
                story: one StoryId<'a> [Role::Story], "The story.";
                report: one ReportId<'a> [Role::Defines], "The report.";
                by: opt ActorId<'a> [Role::By], "Who published it, where that is known.";
                title: one Cow<'a, str>, "Its headline, or what it is where it has none.";
                url: opt Cow<'a, str>, "Where it can be read.";
                lang: opt Cow<'a, str>, "Its language (BCP 47).";
                cites: list Basis<'a> [Role::Cites], "What it says it rests on.";
                archived: opt Archived<'a> [()], "A kept copy.";
                said: opt When<'a> [TimeRole::Said], "When it was published.";
            }
            /// Something was alleged.
            ClaimMade = 5 "claim_made" {
                story: one StoryId<'a> [Role::Story], "The story.";
                claim: one ClaimId<'a> [Role::Defines], "The claim.";
                by: opt ActorId<'a> [Role::By], "Who alleged it, where that is known.";
                in_report: opt Carrier<'a> [Role::In] as "in", "The report that carried it.";
                text: one Cow<'a, str>, "What is alleged.";
                lang: opt Cow<'a, str>, "The language of the text (BCP 47).";
                about: opt When<'a> [TimeRole::About], "When the alleged thing happened.";
                place: opt Cow<'a, str>, "Where the alleged thing happened.";
                accuses: list ActorId<'a> [Role::Accuses], "Whom it accuses.";
                basis: list Basis<'a> [Role::RestsOn], "What the speaker says it rests on.";
                part_of: opt Whole<'a> [Role::PartOf], "The larger claim it is part of.";
                said: opt When<'a> [TimeRole::Said], "When it was alleged.";
            }
            /// A claim on record was alleged again.
            ClaimRepeated = 6 "claim_repeated" {
                story: one StoryId<'a> [Role::Story], "The story.";
                claim: one ClaimId<'a> [Role::Of], "The claim.";
                by: opt ActorId<'a> [Role::By], "Who repeated it, where that is known.";
                in_report: opt Carrier<'a> [Role::In] as "in", "The report that carried it.";
                basis: list Basis<'a> [Role::RestsOn], "What the speaker says it rests on.";
                wording: opt Cow<'a, str>, "How it was put, where the words differ.";
                said: opt When<'a> [TimeRole::Said], "When it was repeated.";
            }
            /// Somebody answered no.
            DenialIssued = 7 "denial_issued" {
                story: one StoryId<'a> [Role::Story], "The story.";
                denial: one DenialId<'a> [Role::Defines], "The denial.";
                by: one ActorId<'a> [Role::By], "Who spoke.";
                on_behalf_of: opt ActorId<'a> [Role::OnBehalfOf], "For whom.";
                answers: many Subject<'a> [Role::Answers], "The claims and reports it answers.";
                extent: one Extent, "How much of them it denies.";
                quote: opt Cow<'a, str>, "The words used.";
                in_report: opt Carrier<'a> [Role::In] as "in", "The report through which it is known.";
                said: opt When<'a> [TimeRole::Said], "When it was said.";
            }
            /// Somebody spoke without denying or acknowledging.
            StatementMade = 8 "statement_made" {
                story: one StoryId<'a> [Role::Story], "The story.";
                statement: one StatementId<'a> [Role::Defines], "The statement.";
                by: one ActorId<'a> [Role::By], "Who spoke.";
                on_behalf_of: opt ActorId<'a> [Role::OnBehalfOf], "For whom.";
                answers: list Subject<'a> [Role::Answers], "The claims and reports it was said in answer to.";
                manner: one StatementManner, "What the statement does.";
                quote: opt Cow<'a, str>, "The words used.";
                in_report: opt Carrier<'a> [Role::In] as "in", "The report through which it is known.";
                said: opt When<'a> [TimeRole::Said], "When it was said.";
            }
            /// Somebody was asked.
            CommentRequested = 9 "comment_requested" {
                story: one StoryId<'a> [Role::Story], "The story.";
                by: opt ActorId<'a> [Role::By], "Who asked, where that is known.";
                of: one ActorId<'a> [Role::Of], "Who was asked.";
                about: many Subject<'a> [Role::Concerns], "About which claims and reports.";
                deadline: opt When<'a> [TimeRole::Deadline], "By when an answer was asked for.";
                said: opt When<'a> [TimeRole::Said], "When the question was put.";
            }
            /// Somebody said that they would not answer.
            CommentDeclined = 10 "comment_declined" {
                story: one StoryId<'a> [Role::Story], "The story.";
                by: one ActorId<'a> [Role::By], "Who declined.";
                answers: many Subject<'a> [Role::Answers], "What they would not comment on.";
                said: opt When<'a> [TimeRole::Said], "When they declined.";
            }
            /// Somebody answered yes.
            ClaimAcknowledged = 11 "claim_acknowledged" {
                story: one StoryId<'a> [Role::Story], "The story.";
                by: one ActorId<'a> [Role::By], "Who spoke.";
                on_behalf_of: opt ActorId<'a> [Role::OnBehalfOf], "For whom.";
                answers: many Subject<'a> [Role::Answers], "The claims and reports acknowledged.";
                extent: one Extent, "How much of them.";
                said: opt When<'a> [TimeRole::Said], "When it was said.";
            }
            /// Somebody found a claim borne out on a basis of their own.
            ClaimCorroborated = 12 "claim_corroborated" {
                story: one StoryId<'a> [Role::Story], "The story.";
                claim: one ClaimId<'a> [Role::Of], "The claim.";
                by: opt ActorId<'a> [Role::By], "Who found so.";
                basis: many Basis<'a> [Role::RestsOn], "On what basis.";
                said: opt When<'a> [TimeRole::Said], "When they said so.";
            }
            /// Somebody found that something speaks against a claim.
            ClaimContradicted = 13 "claim_contradicted" {
                story: one StoryId<'a> [Role::Story], "The story.";
                claim: one ClaimId<'a> [Role::Of], "The claim.";
                by: opt ActorId<'a> [Role::By], "Who found so.";
                basis: many Basis<'a> [Role::RestsOn], "On what basis.";
                said: opt When<'a> [TimeRole::Said], "When they said so.";
            }
            /// A piece of evidence came to light.
            EvidenceSurfaced = 14 "evidence_surfaced" {
                story: one StoryId<'a> [Role::Story], "The story.";
                evidence: one EvidenceId<'a> [Role::Defines], "The evidence.";
                by: opt ActorId<'a> [Role::By], "Who brought it to light, where that is known.";
                medium: one Cow<'a, str>, "What it is: an image, a document, a recording.";
                description: one Cow<'a, str>, "What it shows.";
                url: opt Cow<'a, str>, "Where it can be seen.";
                sha256: opt Sha256, "The hash of a kept copy.";
                bears_on: list BearsOn<'a> [()], "The claims it bears on, and how.";
                said: opt When<'a> [TimeRole::Said], "When it surfaced.";
            }
            /// Somebody examined a piece of evidence.
            EvidenceAssessed = 15 "evidence_assessed" {
                story: one StoryId<'a> [Role::Story], "The story.";
                evidence: one EvidenceId<'a> [Role::Of], "The evidence.";
                by: opt ActorId<'a> [Role::By], "Who examined it.";
                finding: one Finding, "What they found.";
                said: opt When<'a> [TimeRole::Said], "When they said so.";
            }
            /// A speaker took back a claim of their own.
            ClaimRetracted = 16 "claim_retracted" {
                story: one StoryId<'a> [Role::Story], "The story.";
                claim: one ClaimId<'a> [Role::Of], "The claim.";
                by: opt ActorId<'a> [Role::By], "Who took it back; left out, whoever first made it.";
                said: opt When<'a> [TimeRole::Said], "When they did.";
            }
            /// A denial was taken back.
            DenialWithdrawn = 17 "denial_withdrawn" {
                story: one StoryId<'a> [Role::Story], "The story.";
                denial: one DenialId<'a> [Role::Of], "The denial.";
                by: opt ActorId<'a> [Role::By], "Who took it back; left out, whoever issued it.";
                said: opt When<'a> [TimeRole::Said], "When they did.";
            }
            /// A publisher changed a report.
            ReportCorrected = 18 "report_corrected" {
                story: one StoryId<'a> [Role::Story], "The story.";
                report: one ReportId<'a> [Role::Of], "The report.";
                by: opt ActorId<'a> [Role::By], "Who corrected it; left out, its publisher.";
                manner: one CorrectionManner, "In what way.";
                text: one Cow<'a, str>, "What was changed.";
                said: opt When<'a> [TimeRole::Said], "When.";
            }
            /// A publisher asked that a report not be used for now.
            ReportHeld = 19 "report_held" {
                story: one StoryId<'a> [Role::Story], "The story.";
                report: one ReportId<'a> [Role::Of], "The report.";
                by: opt ActorId<'a> [Role::By], "Who held it; left out, its publisher.";
                said: opt When<'a> [TimeRole::Said], "When.";
            }
            /// A publisher let a held report go.
            ReportReleased = 20 "report_released" {
                story: one StoryId<'a> [Role::Story], "The story.";
                report: one ReportId<'a> [Role::Of], "The report.";
                by: opt ActorId<'a> [Role::By], "Who released it; left out, its publisher.";
                said: opt When<'a> [TimeRole::Said], "When.";
            }
            /// A publisher took a report back.
            ReportWithdrawn = 21 "report_withdrawn" {
                story: one StoryId<'a> [Role::Story], "The story.";
                report: one ReportId<'a> [Role::Of], "The report.";
                by: opt ActorId<'a> [Role::By], "Who withdrew it; left out, its publisher.";
                said: opt When<'a> [TimeRole::Said], "When.";
            }
            /// Somebody who checks claims published a verdict; the record repeats it and does not adopt it.
            VerdictPublished = 22 "verdict_published" {
                story: one StoryId<'a> [Role::Story], "The story.";
                claim: one ClaimId<'a> [Role::Of], "The claim.";
                by: one ActorId<'a> [Role::By], "Whose verdict it is.";
                rating: one Cow<'a, str>, "The verdict in the checker's own word.";
                scale: opt Cow<'a, str>, "The scale that the word belongs to.";
                url: opt Cow<'a, str>, "Where it can be read.";
                said: opt When<'a> [TimeRole::Said], "When it was published.";
            }
            /// A body began to look into something.
            InvestigationOpened = 23 "investigation_opened" {
                story: one StoryId<'a> [Role::Story], "The story.";
                by: one ActorId<'a> [Role::By], "Which body.";
                about: many Subject<'a> [Role::Concerns], "Into which claims and reports.";
                said: opt When<'a> [TimeRole::Said], "When.";
            }
            /// A body ended its inquiry.
            InvestigationClosed = 24 "investigation_closed" {
                story: one StoryId<'a> [Role::Story], "The story.";
                by: one ActorId<'a> [Role::By], "Which body.";
                about: many Subject<'a> [Role::Concerns], "The claims and reports it had looked into.";
                outcome: one Cow<'a, str>, "What came of it.";
                said: opt When<'a> [TimeRole::Said], "When.";
            }

            // What the record-keeper noted.

            /// Two claims are set in relation; they stay two.
            ClaimsLinked = 25 "claims_linked" {
                story: one StoryId<'a> [Role::Story], "The story.";
                claim: one ClaimId<'a> [Role::Of], "The first claim.";
                relation: one Relation, "How the first stands to the other.";
                other: one ClaimId<'a> [Role::Other], "The other claim.";
            }
            /// The date of an act became known.
            DateEstablished = 26 "date_established" {
                story: one StoryId<'a> [Role::Story], "The story.";
                of: one Ref<'a> [Role::Of], "The event whose date it is, or what that event brought into the record.";
                when: one When<'a> [TimeRole::Established], "The date.";
            }
            /// An unnamed source turned out to be something known.
            SourceIdentified = 27 "source_identified" {
                story: one StoryId<'a> [Role::Story], "The story.";
                source: one Handle<'a> [Role::Of], "The source.";
                is: one Basis<'a> [Role::Is], "What it is.";
            }
            /// A source was graded for reliability.
            SourceAssessed = 28 "source_assessed" {
                actor: one ActorId<'a> [Role::Of], "The source.";
                reliability: one Reliability, "Its grade on the Admiralty code.";
            }
            /// A claim was graded for credibility.
            InformationAssessed = 29 "information_assessed" {
                story: one StoryId<'a> [Role::Story], "The story.";
                claim: one ClaimId<'a> [Role::Of], "The claim.";
                credibility: one Credibility, "Its grade on the Admiralty code.";
            }
            /// An analyst recorded a judgement.
            JudgementRecorded = 30 "judgement_recorded" {
                story: one StoryId<'a> [Role::Story], "The story.";
                claim: one ClaimId<'a> [Role::Of], "The claim.";
                likelihood: one Likelihood, "How likely it is judged to be.";
                confidence: one Confidence, "How well founded the judgement is.";
            }
            /// An event was recorded by mistake, and from here on counts as never made.
            EventWithdrawn = 31 "event_withdrawn" {
                story: opt StoryId<'a> [Role::Story], "The story of the event withdrawn, where it had one.";
                of: one Ref<'a> [Role::Of], "The event, or what that event brought into the record.";
                reason: one Cow<'a, str>, "Why.";
            }
        }
    };
}

pub(crate) use kinds;

kinds!(kind_types);
