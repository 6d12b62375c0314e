import type { JodooWords } from './en.ts';

/** Arabic. */
export const words: JodooWords = {
  signIn: 'تسجيل الدخول عبر Jodoo',
  signingIn: 'جارٍ تسجيل الدخول عبر Jodoo…',
  title: 'سجّل الدخول للمتابعة',
  hint: 'إن كنت مسجّل الدخول في Jodoo فتكفي نقرة واحدة.',
  endedHint: 'سجّل الدخول من جديد للمتابعة. ما حُفظ يبقى.',
  signedInAs: (name) => `مسجّل الدخول باسم \u2068${name}\u2069 (Jodoo)`,
  values: 'مُرسَل من الصفحة المحيطة دون تحقّق',
};
