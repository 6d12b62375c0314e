import type { JodooIntegration } from '../types.ts';
import { judgeFraming } from './framing.ts';
import { openOwnPage, reasonOf } from './own-page.ts';
import type { OwnPage } from './own-page.ts';
import type { Finding } from './types.ts';

const openIt =
  'Open it in a browser. If it opens there, this server cannot reach its own public address, and all is well.';

/** Whether the App Home Page answers when it is opened directly, as the FAQ has an administrator try. */
export async function homePageFinding(address: string): Promise<Finding> {
  const name = 'home_page';
  const page = await open(address);
  if (typeof page === 'string') return { name, outcome: 'unknown', reason: `${address}: ${page}`, remedy: openIt };
  if (page.status === 200) {
    return { name, outcome: 'pass', reason: `${address} answers; it is the App Home Page URL to enter in Jodoo` };
  }
  return { name, outcome: 'fail', reason: `${address} answers ${answerOf(page)}`, remedy: remedyOf(page) };
}

/** What a browser would make of the page for forms and dashboards, for each origin that is to frame it. */
export async function framingFindings(
  address: string,
  { frameOrigins }: JodooIntegration,
): Promise<readonly Finding[]> {
  const name = 'framing';
  if (frameOrigins.length === 0) {
    const remedy = 'Set frameOrigins to the origins of your Jodoo, such as https://www.jodoo.com.';
    return [{ name, outcome: 'fail', reason: 'there is no frame origin, so no form or dashboard can show it', remedy }];
  }
  const page = await open(address);
  return frameOrigins.map((subject) => {
    if (typeof page === 'string') {
      return { name, subject, outcome: 'unknown', reason: `${address}: ${page}`, remedy: openIt };
    }
    if (page.status !== 200) {
      const reason = `${address} answers ${answerOf(page)}`;
      return { name, subject, outcome: 'unknown', reason, remedy: remedyOf(page) };
    }
    const { isAllowed, reason } = judgeFraming(page.headers, address, subject);
    if (isAllowed) return { name, subject, outcome: 'pass', reason: `a browser shows it there: ${reason}` };
    const remedy =
      'Look at what stands before this server: a proxy must pass its headers on, and add none about frames.';
    return { name, subject, outcome: 'fail', reason: `a browser leaves it blank: ${reason}`, remedy };
  });
}

async function open(address: string): Promise<OwnPage | string> {
  try {
    return await openOwnPage(address);
  } catch (error) {
    return reasonOf(error);
  }
}

function answerOf({ status, code }: OwnPage): string {
  return code === undefined ? String(status) : `${status}, ${code}`;
}

function remedyOf({ code }: OwnPage): string {
  return code === undefined
    ? 'Look at what stands before this server, and at its log.'
    : `Look ${code} up in docs/error-codes.md.`;
}
