/** What Jodoo's pages say of themselves; the texts of the codes are the catalogue's. */
export interface JodooWords {
  readonly worksTitle: string;
  readonly worksText: string;
  readonly worksHow: string;
  readonly doneTitle: string;
  readonly doneText: string;
  readonly again: string;
  readonly contact: (whom: string) => string;
  readonly closeText: string;
  readonly reference: string;
  readonly developer: string;
  readonly code: string;
  readonly cause: string;
  readonly remedy: string;
  readonly docs: string;
}

const en: JodooWords = {
  worksTitle: 'The App Home Page works',
  worksText: 'This address is set up and answers. It was opened without a code, so nobody was signed in.',
  worksHow: 'To enter, go to the Product Center in Jodoo and press Enter App.',
  doneTitle: 'You are signed in',
  doneText: 'You can close this window and go on where you came from.',
  again: 'Sign in again',
  contact: (whom) => `Ask: ${whom}`,
  closeText: 'You can close this window.',
  reference: 'Reference',
  developer: 'For the administrator',
  code: 'Code',
  cause: 'Cause',
  remedy: 'Remedy',
  docs: 'Documentation',
};

const de: JodooWords = {
  worksTitle: 'Die App Home Page funktioniert',
  worksText:
    'Diese Adresse ist eingerichtet und antwortet. Sie wurde ohne Code geöffnet, darum wurde niemand angemeldet.',
  worksHow: 'Um einzutreten, gehen Sie in Jodoo zum Product Center und drücken Sie auf Enter App.',
  doneTitle: 'Sie sind angemeldet',
  doneText: 'Sie können dieses Fenster schließen und dort weitermachen, wo Sie herkamen.',
  again: 'Neu anmelden',
  contact: (whom) => `Fragen Sie: ${whom}`,
  closeText: 'Sie können dieses Fenster schließen.',
  reference: 'Kennung',
  developer: 'Für die Administration',
  code: 'Code',
  cause: 'Ursache',
  remedy: 'Abhilfe',
  docs: 'Dokumentation',
};

const zh: JodooWords = {
  worksTitle: 'App Home Page 工作正常',
  worksText: '此地址已配置并能应答。打开时没有 code，因此没有登录任何人。',
  worksHow: '要进入，请在 Jodoo 的 Product Center 中点击 Enter App。',
  doneTitle: '您已登录',
  doneText: '您可以关闭此窗口，回到原来的页面继续。',
  again: '重新登录',
  contact: (whom) => `请联系：${whom}`,
  closeText: '您可以关闭此窗口。',
  reference: '参考编号',
  developer: '管理员信息',
  code: '代码',
  cause: '原因',
  remedy: '解决方法',
  docs: '文档',
};

const ar: JodooWords = {
  worksTitle: 'تعمل App Home Page',
  worksText: 'هذا العنوان مُعدّ ويجيب. فُتح دون رمز، لذلك لم يُسجَّل دخول أحد.',
  worksHow: 'للدخول، اذهب إلى Product Center في Jodoo واضغط Enter App.',
  doneTitle: 'تم تسجيل دخولك',
  doneText: 'يمكنك إغلاق هذه النافذة والمتابعة من حيث أتيت.',
  again: 'سجّل الدخول من جديد',
  contact: (whom) => `اسأل: ${whom}`,
  closeText: 'يمكنك إغلاق هذه النافذة.',
  reference: 'المرجع',
  developer: 'للمسؤول',
  code: 'الرمز',
  cause: 'السبب',
  remedy: 'العلاج',
  docs: 'التوثيق',
};

const languages: ReadonlyMap<string, JodooWords> = new Map([
  ['en', en],
  ['de', de],
  ['zh', zh],
  ['ar', ar],
]);

/** The words in the language of `locale` (BCP 47), English where there are none, and the language they are in. */
export function jodooWords(locale: string): { readonly language: string; readonly words: JodooWords } {
  const language = locale.toLowerCase().split('-')[0] ?? 'en';
  const words = languages.get(language);
  return words === undefined ? { language: 'en', words: en } : { language, words };
}
