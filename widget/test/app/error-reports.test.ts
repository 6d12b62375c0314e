import { describe, expect, it } from 'vitest';
import type { FrameEvents } from '@inlay/shared/messages';
import { ApiError, localFault } from '../../src/app/api/api-error.ts';
import { ErrorReports } from '../../src/app/error-reports.ts';
import { Locale } from '../../src/app/i18n/locale.ts';

function open() {
  const told: FrameEvents['error'][] = [];
  const locale = new Locale({ lang: '', dir: '' });
  return { told, locale, reports: new ErrorReports(locale, (payload) => void told.push(payload)) };
}

describe('reports of errors', () => {
  it('tell the host each error once', () => {
    const { told, reports } = open();
    const error = new ApiError({ code: 'rate_limited', message: 'Slow. Down.', title: 'Slow', requestId: 'req_1' });
    reports.report(error);
    reports.report(error);
    expect(told).toEqual([{ code: 'rate_limited', message: 'Slow. Down.', requestId: 'req_1', retryable: true }]);
  });

  it('word faults of the frame’s own finding in its language', async () => {
    const { told, locale, reports } = open();
    await locale.speak('de');
    reports.report(localFault('offline'));
    expect(told[0]).toMatchObject({ code: 'service_unavailable', requestId: null });
    expect(told[0]?.message).toContain('offline');
    expect(reports.words(localFault('unreadable')).title).toBe(locale.text.faults.unreadable.title);
  });

  it('have words for the end of a session that the stream told of', () => {
    const { reports, locale } = open();
    expect(reports.words(new ApiError({ code: 'session_revoked' })).title).toBe(locale.text.ended);
  });
});
