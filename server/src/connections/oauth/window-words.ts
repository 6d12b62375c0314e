/** What the windows say of themselves; the texts of the codes are the catalogue's. */
export interface WindowWords {
  readonly confirmTitle: (provider: string) => string;
  /** Whose account it becomes. */
  readonly confirmText: (provider: string, customer: string, vendor: string) => string;
  readonly confirmWarning: string;
  readonly confirmButton: (provider: string) => string;
  readonly leavingTitle: (provider: string) => string;
  readonly leavingLink: string;
  readonly connectedTitle: (provider: string) => string;
  readonly connectedText: string;
  readonly waitTitle: string;
  readonly waitText: string;
  readonly closeText: string;
  readonly closeButton: string;
  readonly reference: string;
}

const en: WindowWords = {
  confirmTitle: (provider) => `Connect ${provider}?`,
  confirmText: (provider, customer, vendor) =>
    `You are about to connect an account at ${provider} to ${customer} in ${vendor}.`,
  confirmWarning:
    'Go on only if you started this yourself. Whoever sent you this address could use your account otherwise.',
  confirmButton: (provider) => `Go on to ${provider}`,
  leavingTitle: (provider) => `Taking you to ${provider}`,
  leavingLink: 'Go on',
  connectedTitle: (provider) => `${provider} is connected`,
  connectedText: 'You can close this window and go on where you came from.',
  waitTitle: 'One moment',
  waitText: 'The connection is being made.',
  closeText: 'You can close this window.',
  closeButton: 'Close this window',
  reference: 'Reference',
};

const de: WindowWords = {
  confirmTitle: (provider) => `${provider} verbinden?`,
  confirmText: (provider, customer, vendor) =>
    `Sie sind dabei, ein Konto bei ${provider} mit ${customer} in ${vendor} zu verbinden.`,
  confirmWarning:
    'Fahren Sie nur fort, wenn Sie das selbst begonnen haben. Wer Ihnen diese Adresse geschickt hat, könnte sonst Ihr Konto nutzen.',
  confirmButton: (provider) => `Weiter zu ${provider}`,
  leavingTitle: (provider) => `Weiter zu ${provider}`,
  leavingLink: 'Weiter',
  connectedTitle: (provider) => `${provider} ist verbunden`,
  connectedText: 'Sie können dieses Fenster schließen und dort weitermachen, wo Sie herkamen.',
  waitTitle: 'Einen Moment',
  waitText: 'Die Verbindung wird hergestellt.',
  closeText: 'Sie können dieses Fenster schließen.',
  closeButton: 'Fenster schließen',
  reference: 'Kennung',
};

const zh: WindowWords = {
  confirmTitle: (provider) => `连接 ${provider}？`,
  confirmText: (provider, customer, vendor) => `您即将把 ${provider} 的一个账号连接到 ${vendor} 中的 ${customer}。`,
  confirmWarning: '只有当这是您自己发起的操作时才继续。否则，把此地址发给您的人可能会使用您的账号。',
  confirmButton: (provider) => `前往 ${provider}`,
  leavingTitle: (provider) => `正在前往 ${provider}`,
  leavingLink: '继续',
  connectedTitle: (provider) => `${provider} 已连接`,
  connectedText: '您可以关闭此窗口，回到原来的页面继续。',
  waitTitle: '请稍候',
  waitText: '正在建立连接。',
  closeText: '您可以关闭此窗口。',
  closeButton: '关闭此窗口',
  reference: '参考编号',
};

const ar: WindowWords = {
  confirmTitle: (provider) => `هل تريد ربط ${provider}؟`,
  confirmText: (provider, customer, vendor) => `أنت على وشك ربط حساب لدى ${provider} بـ ${customer} في ${vendor}.`,
  confirmWarning: 'تابِع فقط إذا بدأت هذا بنفسك. وإلا فقد يستخدم من أرسل إليك هذا العنوان حسابك.',
  confirmButton: (provider) => `المتابعة إلى ${provider}`,
  leavingTitle: (provider) => `جارٍ الانتقال إلى ${provider}`,
  leavingLink: 'متابعة',
  connectedTitle: (provider) => `تم ربط ${provider}`,
  connectedText: 'يمكنك إغلاق هذه النافذة والمتابعة من حيث أتيت.',
  waitTitle: 'لحظة من فضلك',
  waitText: 'يجري إنشاء الاتصال.',
  closeText: 'يمكنك إغلاق هذه النافذة.',
  closeButton: 'إغلاق هذه النافذة',
  reference: 'المرجع',
};

const languages: ReadonlyMap<string, WindowWords> = new Map([
  ['en', en],
  ['de', de],
  ['zh', zh],
  ['ar', ar],
]);

/** The words in the language of `locale` (BCP 47), English where there are none, and the language they are in. */
export function windowWords(locale: string): { readonly language: string; readonly words: WindowWords } {
  const language = locale.toLowerCase().split('-')[0] ?? 'en';
  const words = languages.get(language);
  return words === undefined ? { language: 'en', words: en } : { language, words };
}
