import type { JodooWords } from './en.ts';

/** Chinese. */
export const words: JodooWords = {
  signIn: '使用 Jodoo 登录',
  signingIn: '正在使用 Jodoo 登录…',
  title: '请登录以继续',
  hint: '如果您已登录 Jodoo，只需点击一次。',
  endedHint: '请重新登录以继续。已保存的内容会保留。',
  signedInAs: (name) => `已登录为 \u2068${name}\u2069（Jodoo）`,
  values: '由外层页面传来，未经核实',
};
