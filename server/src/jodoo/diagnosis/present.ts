import { faq, faqOf } from './faq.ts';
import type { FaqId } from './faq.ts';
import type { CheckName, Finding } from './types.ts';

/** A finding as the API and `--json` show it. */
export interface PresentedFinding {
  name: CheckName;
  subject: string | null;
  outcome: Finding['outcome'];
  reason: string;
  remedy: string | null;
  faq: { id: FaqId; question: string }[];
}

/** Shows a finding, with the entries of the FAQ that it helps with. */
export function presentFinding({ name, subject, outcome, reason, remedy }: Finding): PresentedFinding {
  const entries = faqOf(name).map((id) => ({ id, question: faq[id].question }));
  return { name, subject: subject ?? null, outcome, reason, remedy: remedy ?? null, faq: entries };
}
