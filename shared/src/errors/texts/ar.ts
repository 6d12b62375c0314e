import type { ErrorTexts } from '../catalogue.ts';

const reopen = 'أغلق هذه الصفحة وافتحها مجددًا من التطبيق الذي أتيت منه.';
const waitAndRetry = 'انتظر لحظة ثم أعد المحاولة.';
const startAgain = 'لم يتغيّر شيء. ابدأ من جديد متى شئت.';
const nothingToDo = 'لا حاجة إلى فعل شيء: يمكن للشخص أن يبدأ من جديد.';

/** Arabic texts of what people meet once a link was opened; the rest of the catalogue is English for them. */
export const ar: Partial<ErrorTexts> = {
  session_missing: {
    title: 'جلستك ليست مفتوحة هنا',
    action: reopen,
    cause: 'لا يحمل الطلب رمز جلسة، أو يحمل رمزًا لم يصدره هذا الخادم.',
    remedy: 'حمّل رابطًا مباشرًا جديدًا. مع SDK المضيف يحدث ذلك تلقائيًا عبر getLink.',
  },
  session_expired: {
    title: 'انتهت جلستك',
    action: reopen,
    cause: 'بقيت الجلسة دون نشاط 30 دقيقة، أو مضى عليها أكثر من 8 ساعات.',
    remedy: 'حمّل رابطًا مباشرًا جديدًا. مع SDK المضيف يحدث ذلك تلقائيًا عبر getLink.',
  },
  session_revoked: {
    title: 'أُنهيت جلستك',
    action: reopen,
    cause: 'حُذفت الجلسة، أو عُطّل عميلها أو عضوها أو مورّدها أو مفتاح توقيعها، أو أُزيل أصلها.',
    remedy: 'ابحث عن التغيير في GET /api/v1/audit-events، وتراجع عنه إن كان خطأً، ثم حمّل رابطًا جديدًا.',
  },
  rate_limited: {
    title: 'محاولات كثيرة جدًا',
    action: waitAndRetry,
    cause: 'جاء من هذا العنوان أو الجلسة أو مفتاح API في دقيقة واحدة أكثر مما يقبله الخادم.',
    remedy: 'انتظر الثواني التي يذكرها Retry-After. إن كان كثيرون يتشاركون عنوانًا واحدًا فاضبط INLAY_TRUST_PROXY.',
  },
  service_unavailable: {
    title: 'هذه الصفحة غير متاحة الآن',
    action: waitAndRetry,
    cause: 'لا تستطيع قاعدة البيانات أو مخزن منع التكرار الإجابة. لم يُقبل أحد ولم يُستهلك شيء.',
    remedy: 'انظر GET /health/ready على الخادم. يعمل الرابط نفسه مجددًا ما دام حديثًا بما يكفي.',
  },
  internal_error: {
    title: 'حدث خطأ ما',
    action: 'أعد المحاولة. إن تكرر ذلك، فأعطِ القائمين على هذا التطبيق المرجع أدناه.',
    cause: 'عطل غير متوقع. تجده في سجل الخادم تحت معرّف الطلب.',
    remedy: 'ابحث في سجل الخادم عن معرّف الطلب وأبلغ بما يقوله.',
  },
  not_found: {
    title: 'لا شيء هنا',
    action: 'تحقق من العنوان.',
    cause: 'لا يوجد هذا العنوان، أو لا يوجد هذا الكائن لدى هذا المورّد.',
    remedy: 'قارن العنوان مع GET /api/openapi.json والمعرّف مع القائمة التي جاء منها.',
  },
  method_not_allowed: {
    title: 'لا يمكن فعل هذا هنا',
    action: 'تحقق من العنوان.',
    cause: 'العنوان موجود، لكن ليس لهذه الطريقة.',
    remedy: 'استخدم إحدى الطرق التي يذكرها الترويسة Allow.',
  },
  connection_missing: {
    title: 'هذا الاتصال غير موجود',
    action: 'ارجع إلى القائمة واختر غيره.',
    cause: 'ليس لدى العميل هذا الاتصال.',
    remedy: 'قارن المعرّف في المسار مع اتصالات هذا العميل.',
  },
  provider_not_configured: {
    title: 'لا يمكن ربط هذه الخدمة هنا',
    action: 'ارجع إلى القائمة واختر غيرها.',
    cause:
      'لا تُعرض على هذا العميل خدمة بهذا الاسم، أو أنها خدمة OAuth 2.0 ينقص هنا معرّف العميل وسرّه، أو ترفضهما الخدمة.',
    remedy:
      'قارن الخدمة في المسار مع الفهرس في docs/providers/README.md، وقارن إعداداتها بما تعرفه الخدمة: PUT /api/v1/providers/{id}.',
  },
  fields_invalid: {
    title: 'بعض الحقول تحتاج إلى مراجعة',
    action: 'صحّح الحقول المعلّمة.',
    cause: 'حقل ناقص أو طويل جدًا أو ليس بالشكل الذي تحدده الخدمة.',
    remedy: 'صحّح الحقول التي يذكرها details.',
  },
  credentials_invalid: {
    title: 'لم تُقبل هذه البيانات',
    action: 'تحقق منها لدى الخدمة ثم أعد المحاولة.',
    cause: 'رفضت الخدمة نفسها بيانات الدخول.',
    remedy: 'انسخ البيانات من جديد، وتحقق من أن لها الصلاحيات التي تذكرها الخدمة.',
  },
  account_mismatch: {
    title: 'هذا حساب آخر',
    action: 'استخدم الحساب الذي كان مرتبطًا، أو اربط هذا الحساب اتصالًا جديدًا.',
    cause: 'تخص البيانات لدى الخدمة حسابًا غير حساب الاتصال. تبقى البيانات القديمة.',
    remedy: 'أعد الاتصال بالحساب نفسه، أو أنشئ اتصالًا آخر.',
  },
  provider_unavailable: {
    title: 'الخدمة لا تجيب',
    action: waitAndRetry,
    cause: 'لم تجب الخدمة في الوقت المحدد، أو أجابت بعطل، أو لا يُسمح باستدعائها من هنا.',
    remedy: 'انظر صفحة حالة الخدمة. لمضيف خاص بك، انظر “Outbound requests” في docs/security.md.',
  },
  connection_expired: {
    title: 'يلزم إعادة هذا الاتصال',
    action: 'أعد الاتصال.',
    cause: 'لم تعد الخدمة تقبل الإذن المحفوظ ورفضت تجديده.',
    remedy:
      'ليُعد أحد أشخاص العميل الاتصال عند /embedded/connections/<id>. تخبر أحداثه بـ expired ثم بـ connected من جديد.',
  },
  connection_not_connected: {
    title: 'هذا الاتصال غير مربوط',
    action: 'اربطه أولًا.',
    cause: 'لا يحمل الاتصال بيانات: لم يربطه أحد بعد، أو قُطع.',
    remedy: 'ليربطه أحد أشخاص العميل عند /embedded/connections/<id>.',
  },
  credentials_unreadable: {
    title: 'تتعذر قراءة البيانات المحفوظة',
    action: 'أعد الاتصال أو عُد لاحقًا.',
    cause: 'لا تُفتح بيانات الاتصال المحفوظة: غُيّر صفها أو نُقل، أو أن مفتاحها ليس في حلقة المفاتيح.',
    remedy:
      'يعيد من يشغّل الخادم المفتاح المفقود إلى INLAY_ENCRYPTION_KEYS فيعمل الاتصال من جديد. وإلا فليُعد أحد أشخاص العميل الاتصال.',
  },
  popup_blocked: {
    title: 'حجب المتصفح النافذة',
    action: 'اضغط الزر مرة أخرى، أو افتح العنوان أدناه في علامة تبويب جديدة.',
    cause:
      'لم تُرجع window.open نافذة: يحجب المتصفح أو إحدى الإضافات النوافذ المنبثقة، أو للإطار sandbox بلا allow-popups.',
    remedy:
      'يحتاج iframe ذو sandbox إلى allow-popups وallow-popups-to-escape-sandbox. فيما عدا ذلك لا خلل لديك: يعرض الإطار طريقًا آخر.',
  },
  popup_closed: {
    title: 'أُغلقت النافذة',
    action: startAgain,
    cause: 'أُغلقت النافذة أو أُلغيت العملية قبل أن تعيد الخدمة الشخص.',
    remedy: nothingToDo,
  },
  authorization_denied: {
    title: 'لم يُمنح الإذن',
    action: 'لم يتغيّر شيء. للربط، ابدأ من جديد واسمح بالوصول.',
    cause: 'أجابت الخدمة بـ access_denied: رفض الشخص أو قاعدة في مؤسسته.',
    remedy: 'إن كان على مسؤول أن يوافق على تطبيقك لدى هذه الخدمة، فاذكر ذلك في مساعدتك.',
  },
  authorization_failed: {
    title: 'لم ينجح الربط',
    action: 'ابدأ من جديد. إن تكرر ذلك، فأعطِ القائمين على هذا التطبيق المرجع أدناه.',
    cause: 'أجابت الخدمة بخطأ أو بما لا يصح: رمز ترفضه، أو رمز هوية ليس لنا، أو دون أن تسمّي الحساب.',
    remedy:
      'رمز الخطأ من الخدمة في GET /api/v1/audit-events. كثيرًا ما يختلف عنوان إعادة التوجيه أو النطاقات لدى الخدمة عن الإعدادات هنا.',
  },
  authorization_timeout: {
    title: 'استغرق هذا وقتًا طويلًا',
    action: startAgain,
    cause: 'لم يكتمل الإذن خلال 10 دقائق.',
    remedy: nothingToDo,
  },
  state_mismatch: {
    title: 'تخص هذه النافذة محاولة أخرى',
    action: 'أغلقها وابدأ من جديد من التطبيق الذي أتيت منه.',
    cause:
      'لا يطابق جواب الخدمة أي إذن بدأه هذا المتصفح: قيمة state مجهولة أو مستهلكة أو لمتصفح آخر، أو iss لخدمة أخرى.',
    remedy:
      'يبدأ الشخص من جديد في الإطار. إن تكرر ذلك، فتحقق من أن النافذة تحتفظ بملفات تعريف الارتباط لهذا الخادم، ومن أن لا شيء يفتح عنوان العودة مرتين.',
  },
  jodoo_integration_missing: {
    title: 'لا يوجد تكامل مع Jodoo في هذا العنوان',
    action: 'اطلب العنوان الصحيح ممن أعطاك إياه.',
    cause: 'لا يسمّي العنوان أي تكامل مع Jodoo، أو يسمّي تكاملًا محذوفًا.',
    remedy:
      'انسخ العنوان من جديد من GET /api/v1/jodoo-integrations وأدخله في Jodoo بوصفه App Home Page أو في النموذج أو لوحة المعلومات.',
  },
  jodoo_app_disabled: {
    title: 'تسجيل الدخول عبر Jodoo متوقف',
    action: 'اطلب من المسؤول لديك تشغيله من جديد.',
    cause: 'التكامل معطّل هنا.',
    remedy:
      'اضبط enabled على true عبر PATCH /api/v1/jodoo-integrations/{id}، وتأكد من أن تطبيق التكامل مفعّل في Jodoo أيضًا.',
  },
  jodoo_domain_untrusted: {
    title: 'هذا الموقع ليس في قائمة النطاقات الموثوقة',
    action: 'اطلب من المسؤول لديك إكمال قائمة النطاقات الموثوقة.',
    cause:
      'مضيف INLAY_PUBLIC_URL ليس ضمن النطاقات الموثوقة للتكامل. يجب أن يتطابق النطاق تمامًا: لا يشمل example.com النطاق a.example.com.',
    remedy:
      'أدخل مضيف هذا الخادم دون https:// في Jodoo تحت Trusted Domains وفي trustedDomains هنا، وافصل بين عدة نطاقات بفواصل دون مسافات.',
  },
  jodoo_https_required: {
    title: 'تحتاج هذه الصفحة إلى اتصال آمن',
    action: 'اطلب من المسؤول لديك إعداد HTTPS.',
    cause: 'قيمة INLAY_PUBLIC_URL ليست https: يمكن قراءة رموز Jodoo في الطريق.',
    remedy: 'قدّم INLAY_PUBLIC_URL عبر HTTPS بشهادة صالحة.',
  },
  jodoo_code_missing: {
    title: 'لم يرسل Jodoo رمزًا',
    action: 'ابدأ من جديد من Jodoo.',
    cause: 'فُتح عنوان العودة دون المعامل code.',
    remedy: 'تأكد من أن لا شيء بين Jodoo وهذا الخادم يزيل المعاملات من العناوين.',
  },
  jodoo_code_invalid: {
    title: 'استُخدم تسجيل الدخول هذا أو انتهت صلاحيته',
    action: 'سجّل الدخول من جديد، أو اضغط Enter App في Jodoo مرة أخرى.',
    cause: 'يقبل Jodoo كل رمز مرة واحدة ولوقت قصير: أُعيد تحميل صفحة أو رُجع إليها أو فُتحت مرتين أو تُركت مفتوحة طويلًا.',
    remedy:
      'لا حاجة إلى فعل شيء: كل ضغطة على Enter App تنشئ رمزًا جديدًا. إن تكرر ذلك كل مرة، فتحقق من أن لا وكيل أو ماسح يفتح العنوان أولًا.',
  },
  jodoo_secret_invalid: {
    title: 'لم يُضبط تسجيل الدخول عبر Jodoo كما ينبغي',
    action: 'أُبلغ المسؤول. حاول لاحقًا.',
    cause: 'رفض Jodoo قيمة Suite Secret: أُدخلت خطأً، أو أُعيد تعيينها في Jodoo، فتنتهي السابقة فورًا.',
    remedy: 'انسخ Suite Secret من Jodoo واكتبها عبر PATCH /api/v1/jodoo-integrations/{id}؛ تسري فورًا دون إعادة تشغيل.',
  },
  jodoo_state_mismatch: {
    title: 'بدأ تسجيل الدخول هذا في مكان آخر',
    action: 'ابدأ من جديد في هذه النافذة.',
    cause: 'قيمة state التي عادت ليست مما أُعطي لهذا المتصفح: مجهولة أو مستهلكة أو أقدم من 10 دقائق أو لمتصفح آخر.',
    remedy:
      'يبدأ الشخص من جديد. إن تكرر ذلك كل مرة، فتحقق من أن المتصفح يحتفظ بملفات تعريف الارتباط لهذا الخادم في نافذة مستقلة.',
  },
  jodoo_tenant_not_allowed: {
    title: 'ليس لمؤسستك في Jodoo وصول إلى هنا',
    action: 'سجّل الدخول إلى Jodoo بمؤسسة أخرى، أو اسأل المسؤول لديك.',
    cause: 'سمّى Jodoo قيمة tenant_id ليست في قائمة التكامل.',
    remedy: 'إن كان ينبغي أن يكون لها وصول، فأضف معرّفها إلى tenantIds؛ وهو في GET /api/v1/audit-events.',
  },
  jodoo_member_unmapped: {
    title: 'لم يُربط حسابك في Jodoo بعد',
    action: 'اطلب من المسؤول لديك ربطه.',
    cause: 'يؤكد Jodoo هوية الشخص، لكن لا ربط له قيمتا tenant_id وusername هاتان بهذه الكتابة وبحالة الأحرف نفسها.',
    remedy:
      'أنشئ الربط عبر POST /api/v1/jodoo-members؛ وفي GET /api/v1/audit-events قيمتا tenant_id وusername للمحاولة. أو اضبط mappingPolicy على provision.',
  },
  jodoo_member_disabled: {
    title: 'وصولك متوقف',
    action: 'اسأل المسؤول لديك.',
    cause: 'الربط معطّل، أو لا يُسمح لعضوه أو عميله بتسجيل الدخول.',
    remedy: 'انظر disabled في GET /api/v1/jodoo-members، والعضو والعميل اللذين يقود إليهما.',
  },
  jodoo_unavailable: {
    title: 'لا يعمل تسجيل الدخول عبر Jodoo الآن',
    action: 'حاول بعد لحظة. إن استمر ذلك، فأخبر المسؤول لديك.',
    cause: 'تعذّر سؤال Jodoo عن هوية الشخص: لم يجب في الوقت المحدد، أو يحدّ من الطلبات، أو أجاب بشيء آخر.',
    remedy: 'حاول لاحقًا. إن استمر ذلك، فتحقق من apiBase وشغّل inlay doctor jodoo.',
  },
};
