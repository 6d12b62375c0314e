import type { ErrorTexts } from '../catalogue.ts';

const reopen = 'Schließen Sie diese Seite und öffnen Sie sie erneut aus der App, aus der Sie gekommen sind.';
const askAdmin = 'Bitten Sie die Betreiber der App, aus der Sie gekommen sind, deren Einrichtung zu prüfen.';
const fixRequest = 'Die Anfrage ist ungültig';
const waitAndRetry = 'Warten Sie einen Moment und versuchen Sie es dann noch einmal.';

/** German texts of the error catalogue. */
export const de: ErrorTexts = {
  http_request_invalid: {
    title: 'Diese Seite lässt sich so nicht öffnen',
    action: reopen,
    cause:
      'Die Anfrage ist kein Seitenaufruf für HTML: Im Accept-Header fehlt HTML, sie stammt von XMLHttpRequest oder fetch, ihre Sec-Fetch-Header nennen weder Dokument noch Frame, ein Parameter kommt mehrfach vor, oder eine Einlösung kam von einem anderen Origin.',
    remedy:
      'Tragen Sie den Direktlink als src eines iframe ein (oder öffnen Sie ihn als Seite) und lassen Sie ihn vom Browser laden. Rufen Sie ihn nicht aus einem Skript oder von einem Server ab, und geben Sie jeden Parameter nur einmal an.',
  },
  path_invalid: {
    title: 'Diese Seite gibt es nicht',
    action: askAdmin,
    cause:
      'Der Pfad ist keine der Seiten von Inlay, liegt auf einem anderen Origin, hat eine Query oder ein Fragment oder weicht vom path-Claim im Token ab.',
    remedy:
      'Verwenden Sie /embedded/connections, /embedded/connections/<con_… oder E<externalId>> oder /embedded/providers/<provider>, relativ oder als https-URL auf dem öffentlichen Origin des Servers, und machen Sie einen path-Claim ihm gleich.',
  },
  token_missing: {
    title: 'Dieser Link ist unvollständig',
    action: reopen,
    cause: 'Die Anfrage hat keinen Parameter token.',
    remedy:
      'Hängen Sie ?token=<JWT> an den Direktlink an. Das Token gilt nur einmal; lassen Sie für jedes Laden ein neues erzeugen.',
  },
  token_invalid: {
    title: 'Dieser Link ist beschädigt',
    action: reopen,
    cause:
      'Das Token ist kein wohlgeformtes kompaktes JWS: Nötig sind genau drei base64url-Teile mit zusammen höchstens 4 KiB, ein JSON-Header und ein JSON-Objekt als Payload, keine doppelten Member und im Header weder crit, b64, jku, x5u, x5c, jwk, zip noch enc; typ, falls vorhanden, ist JWT; aud, falls vorhanden, nennt diesen Server.',
    remedy:
      'Lassen Sie das Token von einer JWT-Bibliothek erzeugen und geben Sie es unverändert weiter. Prüfen Sie, ob es abgeschnitten, in Anführungszeichen gesetzt oder doppelt kodiert wurde.',
  },
  alg_invalid: {
    title: 'Diesem Link ist nicht zu trauen',
    action: askAdmin,
    cause: 'Der Member alg im Header des Tokens ist nicht RS256.',
    remedy: 'Signieren Sie mit RS256 (RSASSA-PKCS1-v1_5 mit SHA-256) und Ihrem privaten RSA-Schlüssel.',
  },
  sub_missing: {
    title: 'Dieser Link sagt nicht, für wen er ist',
    action: askAdmin,
    cause: 'Das Token hat keinen sub-Claim.',
    remedy: 'Setzen Sie sub auf <vendorKey>:<customer> oder <vendorKey>:<customer>:<member>.',
  },
  sub_invalid: {
    title: 'Dieser Link sagt nicht, für wen er ist',
    action: askAdmin,
    cause:
      'Der sub-Claim ist kein String aus zwei oder drei durch Doppelpunkte getrennten Teilen, oder Kunde oder Mitglied darin ist weder eine Inlay-ID noch E mit Ihrer externen ID dahinter.',
    remedy:
      'Setzen Sie sub auf <vendorKey>:<customer>[:<member>], jeden Teil prozentkodiert, zum Beispiel ven1:cus_… oder ven1:E42:E7.',
  },
  vendor_missing: {
    title: 'Dieser Link kommt von einem unbekannten Absender',
    action: askAdmin,
    cause:
      'Kein Anbieter hat den Anbieterschlüssel aus sub, oder kid im Token nennt keinen der Signaturschlüssel dieses Anbieters.',
    remedy:
      'Vergleichen Sie den ersten Teil von sub mit Ihrem Anbieterschlüssel und kid mit dem kid eines Schlüssels aus GET /api/v1/signing-keys, und zwar auf genau diesem Server.',
  },
  vendor_key_missing: {
    title: 'Dieser Link lässt sich nicht prüfen',
    action: askAdmin,
    cause: 'Der Anbieter hat keinen aktiven Signaturschlüssel.',
    remedy:
      'Registrieren Sie Ihren öffentlichen Schlüssel mit POST /api/v1/signing-keys, oder lassen Sie dort einen erzeugen.',
  },
  token_signature_invalid: {
    title: 'Diesem Link ist nicht zu trauen',
    action: askAdmin,
    cause: 'Kein aktiver Signaturschlüssel des Anbieters bestätigt die Signatur des Tokens.',
    remedy:
      'Signieren Sie mit der privaten Hälfte eines hier aktiven Schlüssels. Prüfen Sie nach einem Schlüsselwechsel, ob der neue öffentliche Schlüssel registriert ist und kid ihn nennt.',
  },
  iat_missing: {
    title: 'Dieser Link sagt nicht, wann er erstellt wurde',
    action: askAdmin,
    cause: 'Das Token hat keinen iat-Claim.',
    remedy: 'Setzen Sie iat auf die aktuelle Zeit in ganzen Sekunden seit 1970-01-01 UTC.',
  },
  iat_invalid: {
    title: 'Dieser Link sagt nicht, wann er erstellt wurde',
    action: askAdmin,
    cause: 'Der iat-Claim ist keine ganze Zahl.',
    remedy:
      'Setzen Sie iat auf eine JSON-Zahl mit ganzen Sekunden seit 1970-01-01 UTC, nicht auf Text, Millisekunden oder einen Bruch.',
  },
  token_expired: {
    title: 'Dieser Link ist abgelaufen',
    action: reopen,
    cause:
      'iat im Token weicht mehr als 30 Sekunden von der Uhr dieses Servers ab, oder sein exp- oder nbf-Claim gilt jetzt nicht.',
    remedy:
      'Erzeugen Sie das Token in dem Moment, in dem der Frame geladen wird, und stellen Sie beide Uhren per NTP. Eine zwischengespeicherte Seite darf keinen Link enthalten: Rufen Sie jedes Mal getLink auf.',
  },
  jti_missing: {
    title: 'Dieser Link hat keine eigene Nummer',
    action: askAdmin,
    cause: 'Das Token hat keinen jti-Claim.',
    remedy: 'Setzen Sie jti auf einen Wert, der für jedes Token neu ist, etwa eine zufällige UUID.',
  },
  jti_invalid: {
    title: 'Dieser Link hat keine eigene Nummer',
    action: askAdmin,
    cause: 'Der jti-Claim ist weder ein String von 1 bis 128 Zeichen noch eine ganze Zahl.',
    remedy: 'Setzen Sie jti auf eine zufällige UUID als String oder auf eine ganze Zahl, die nie zweimal vorkommt.',
  },
  vendor_admin_missing: {
    title: 'Diese App ist noch nicht eingerichtet',
    action: askAdmin,
    cause: 'Der Anbieter hat kein Administrationskonto.',
    remedy: 'Legen Sie es fest mit: inlay vendors update <vendor> --admin-customer <customer>.',
  },
  vendor_direct_team_link_disabled: {
    title: 'Die Links dieser App sind abgeschaltet',
    action: askAdmin,
    cause: 'Direktlinks sind für den Anbieter abgeschaltet.',
    remedy: 'Schalten Sie sie ein mit: inlay vendors update <vendor> --direct-links on.',
  },
  team_missing: {
    title: 'Ihr Konto ist hier nicht bekannt',
    action: askAdmin,
    cause: 'Der Kunde in sub ist kein Kunde dieses Anbieters.',
    remedy:
      'Legen Sie den Kunden mit POST /api/v1/customers an, oder berichtigen Sie den zweiten Teil von sub: eine ID cus_… oder E mit der externen ID dahinter, genau wie sie gespeichert wurde.',
  },
  team_not_allowed: {
    title: 'Dieses Konto kann hier nicht gezeigt werden',
    action: askAdmin,
    cause: 'sub im Token nennt das Administrationskonto des Anbieters oder einen seiner Verwalter.',
    remedy: 'Nennen Sie in sub ein Kundenkonto. Das Administrationskonto wird nie in einem Frame gezeigt.',
  },
  team_unconfirmed: {
    title: 'Ihr Konto ist noch nicht bestätigt',
    action: askAdmin,
    cause: 'Der Kunde ist nicht bestätigt.',
    remedy: 'Bestätigen Sie ihn mit PATCH /api/v1/customers/{id} {"confirmed": true}.',
  },
  team_direct_team_link_disabled: {
    title: 'Links sind für Ihr Konto abgeschaltet',
    action: askAdmin,
    cause: 'Direktlinks sind für diesen Kunden abgeschaltet, wie bei Konten, die älter sind als Ihre Einbettung.',
    remedy:
      'Schalten Sie sie ein mit PATCH /api/v1/customers/{id} {"directLinksEnabled": true}, oder verwenden Sie einen neuen Kunden.',
  },
  team_saml_required: {
    title: 'Ihre Firma verlangt, dass Sie sich zuerst anmelden',
    action: 'Melden Sie sich über die Anmeldeseite Ihrer Firma an.',
    cause: 'Der Kunde verlangt eine Anmeldung mit SAML; ein Direktlink kann seine Leute daher nicht einlassen.',
    remedy: 'Sollen Links genügen, heben Sie die Forderung auf: PATCH /api/v1/customers/{id} {"samlRequired": false}.',
  },
  member_invalid: {
    title: 'Sie gehören nicht zu diesem Konto',
    action: askAdmin,
    cause: 'Das Mitglied in sub gehört nicht zu diesem Kunden.',
    remedy:
      'Legen Sie das Mitglied bei diesem Kunden mit POST /api/v1/members an, oder berichtigen Sie den dritten Teil von sub.',
  },
  member_unconfirmed: {
    title: 'Ihre Mitgliedschaft ist noch nicht bestätigt',
    action: askAdmin,
    cause: 'Das Mitglied in sub ist nicht bestätigt.',
    remedy: 'Bestätigen Sie es mit PATCH /api/v1/members/{id} {"confirmed": true}.',
  },
  origin_missing: {
    title: 'Diese Seite weiß nicht, wo sie erscheinen darf',
    action: askAdmin,
    cause: 'Der Kunde hat mehrere Einbettungs-Origins und das Token nennt keinen, oder der Kunde hat gar keinen.',
    remedy:
      'Geben Sie dem Kunden embeddingOrigins mit PATCH /api/v1/customers/{id}; bei mehreren nennen Sie denjenigen, der diesen Link einbettet, im origin-Claim des Tokens.',
  },
  origin_not_allowed: {
    title: 'Diese Seite darf hier nicht erscheinen',
    action: askAdmin,
    cause: 'Der origin-Claim des Tokens steht nicht auf der Liste der Einbettungs-Origins des Kunden.',
    remedy:
      'Ergänzen Sie ihn mit PATCH /api/v1/customers/{id}, oder berichtigen Sie den Claim. Origins werden genau verglichen: https://host[:port], klein geschrieben, ohne Pfad und ohne Schrägstrich am Ende.',
  },
  jti_reused: {
    title: 'Dieser Link wurde schon benutzt',
    action: reopen,
    cause: 'Das Token wurde bereits eingelöst. Ein Direktlink lässt eine Person ein, und zwar einmal.',
    remedy:
      'Erzeugen Sie für jedes Laden des Frames ein neues Token mit neuem jti. Seiten, die sich neu aufbauen, müssen ihr Backend erneut fragen.',
  },
  session_missing: {
    title: 'Ihre Sitzung ist hier nicht offen',
    action: reopen,
    cause: 'Die Anfrage hat kein Sitzungstoken, oder eines, das dieser Server nie ausgegeben hat.',
    remedy: 'Laden Sie einen frischen Direktlink. Mit dem Host-SDK geschieht das von selbst über getLink.',
  },
  session_expired: {
    title: 'Ihre Sitzung ist zu Ende',
    action: reopen,
    cause: 'Die Sitzung war 30 Minuten lang unbenutzt oder ist älter als 8 Stunden.',
    remedy: 'Laden Sie einen frischen Direktlink. Mit dem Host-SDK geschieht das von selbst über getLink.',
  },
  session_revoked: {
    title: 'Ihre Sitzung wurde beendet',
    action: reopen,
    cause:
      'Die Sitzung wurde gelöscht, ihr Kunde, Mitglied, Anbieter oder Signaturschlüssel wurde gesperrt, oder ihr Origin wurde entfernt.',
    remedy:
      'Suchen Sie die Änderung in GET /api/v1/audit-events, nehmen Sie sie zurück, falls sie ein Versehen war, und laden Sie einen frischen Link.',
  },
  rate_limited: {
    title: 'Zu viele Versuche',
    action: waitAndRetry,
    cause:
      'Von dieser Adresse, Sitzung oder mit diesem API-Schlüssel kamen mehr Anfragen, als der Server pro Minute annimmt.',
    remedy:
      'Warten Sie so viele Sekunden, wie Retry-After nennt. Teilen sich viele Leute eine Adresse, setzen Sie INLAY_TRUST_PROXY.',
  },
  service_unavailable: {
    title: 'Diese Seite ist im Moment nicht verfügbar',
    action: waitAndRetry,
    cause:
      'Die Datenbank oder der Speicher der benutzten Links antwortet nicht. Niemand wurde eingelassen und nichts verbraucht.',
    remedy: 'Sehen Sie auf dem Server nach GET /health/ready. Derselbe Link gilt wieder, solange er jung genug ist.',
  },
  internal_error: {
    title: 'Etwas ist schiefgegangen',
    action: 'Versuchen Sie es noch einmal. Bleibt es dabei, nennen Sie den Betreibern dieser App die Referenz unten.',
    cause: 'Ein unvorhergesehener Fehler. Das Protokoll des Servers führt ihn unter der Anfrage-ID.',
    remedy: 'Suchen Sie die Anfrage-ID im Protokoll des Servers und melden Sie, was dort steht.',
  },
  not_found: {
    title: 'Hier ist nichts',
    action: 'Prüfen Sie die Adresse.',
    cause: 'Diese Adresse gibt es nicht, oder dieser Anbieter hat kein solches Objekt.',
    remedy: 'Vergleichen Sie die Adresse mit GET /api/openapi.json und die ID mit der Liste, aus der sie stammt.',
  },
  method_not_allowed: {
    title: 'Das geht hier nicht',
    action: 'Prüfen Sie die Adresse.',
    cause: 'Die Adresse gibt es, aber nicht für diese Methode.',
    remedy: 'Verwenden Sie eine der Methoden, die der Allow-Header nennt.',
  },
  request_invalid: {
    title: fixRequest,
    action: 'Berichtigen Sie, was genannt ist, und versuchen Sie es noch einmal.',
    cause: 'Query oder Body passen nicht zu dem, was diese Adresse annimmt.',
    remedy: 'Berichtigen Sie die Member, die details nennt. Unbekannte Member werden abgelehnt.',
  },
  media_type_unsupported: {
    title: fixRequest,
    action: 'Senden Sie JSON.',
    cause: 'Der Content-Type des Bodys ist nicht application/json.',
    remedy: 'Senden Sie Content-Type: application/json und ein JSON-Objekt.',
  },
  body_too_large: {
    title: 'Die Anfrage ist zu groß',
    action: 'Senden Sie weniger auf einmal.',
    cause: 'Der Body ist größer, als diese Adresse annimmt.',
    remedy: 'Senden Sie weniger: Ein Body darf höchstens 64 KiB haben.',
  },
  api_key_missing: {
    title: 'Es kam kein API-Schlüssel mit',
    action: 'Senden Sie einen API-Schlüssel.',
    cause: 'Die Anfrage hat keinen Authorization-Header.',
    remedy: 'Senden Sie Authorization: Bearer inl_…, nur in diesem Header und nur einmal.',
  },
  api_key_invalid: {
    title: 'Der API-Schlüssel ist ungültig',
    action: 'Verwenden Sie einen anderen API-Schlüssel.',
    cause: 'Der API-Schlüssel ist unbekannt, fehlgeformt oder widerrufen.',
    remedy:
      'Verwenden Sie einen Schlüssel, der auf diesem Server aktiv ist; inlay vendors create gibt einen ersten aus.',
  },
  scope_missing: {
    title: 'Der API-Schlüssel darf das nicht',
    action: 'Verwenden Sie einen anderen API-Schlüssel.',
    cause: 'Dem API-Schlüssel fehlt der Scope, den diese Adresse verlangt.',
    remedy: 'Verwenden Sie einen Schlüssel mit dem Scope, den details nennt.',
  },
  cursor_invalid: {
    title: fixRequest,
    action: 'Beginnen Sie wieder mit der ersten Seite.',
    cause: 'Der Cursor stammt nicht von dieser Liste.',
    remedy:
      'Geben Sie nextCursor unverändert und an dieselbe Liste zurück, oder lassen Sie cursor weg, um vorn zu beginnen.',
  },
  external_id_taken: {
    title: 'Diese externe ID ist vergeben',
    action: 'Verwenden Sie eine andere externe ID.',
    cause: 'Ein anderes Objekt derselben Art hat diese externe ID.',
    remedy: 'Externe IDs kommen bei Ihnen nur einmal vor. Den Inhaber finden Sie mit E<externalId>.',
  },
  customer_is_admin: {
    title: 'Dieses Konto lässt sich nicht löschen',
    action: askAdmin,
    cause: 'Der Kunde ist das eigene Verwaltungskonto des Anbieters; ohne ein solches wird kein Direktlink angenommen.',
    remedy: 'Benennen Sie zuerst mit inlay vendors update --admin-customer ein anderes, oder behalten Sie dieses.',
  },
  embedding_origin_invalid: {
    title: 'Ein Einbettungs-Origin ist ungültig',
    action: 'Berichtigen Sie den Origin.',
    cause:
      'Ein Einbettungs-Origin ist nicht in kanonischer Form, kommt doppelt vor, oder es sind mehr als 20; aus einer fehlerhaften Liste wird keiner übernommen.',
    remedy:
      'Geben Sie jeden als https://host[:port] an: klein geschrieben, mit A-Labels, ohne Pfad und Platzhalter, ohne Schrägstrich oder Punkt am Ende. http gilt nur für localhost und Loopback-Adressen.',
  },
  signing_key_invalid: {
    title: 'Der Schlüssel ist ungültig',
    action: 'Senden Sie einen anderen Schlüssel.',
    cause:
      'Der Schlüssel ist kein öffentlicher RSA-Schlüssel für RS256: weder PEM (SPKI) noch JWK, von anderem Typ, mit anderem use oder alg, oder sein kid ist fehlgeformt.',
    remedy:
      'Senden Sie den öffentlichen Schlüssel als PEM-Text, der mit -----BEGIN PUBLIC KEY----- beginnt, oder als RSA-JWK.',
  },
  signing_key_weak: {
    title: 'Der Schlüssel ist zu schwach',
    action: 'Senden Sie einen anderen Schlüssel.',
    cause:
      'Der RSA-Schlüssel hat weniger als 2048 oder mehr als 4096 Bit, einen anderen Exponenten als 65537 oder einen Modulus, der als angreifbar bekannt ist.',
    remedy: 'Erzeugen Sie einen neuen Schlüssel: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048.',
  },
  signing_key_private: {
    title: 'Das ist ein privater Schlüssel',
    action: 'Senden Sie stattdessen den öffentlichen, und ersetzen Sie diesen.',
    cause: 'Der gesendete Schlüssel hat private Teile. Er wurde weder gespeichert noch protokolliert.',
    remedy:
      'Private Schlüssel bleiben auf Ihrem eigenen Server. Dieser war unterwegs; erzeugen Sie also ein neues Paar und senden Sie dessen öffentliche Hälfte.',
  },
  signing_key_taken: {
    title: 'Dieser Schlüssel ist schon registriert',
    action: 'Verwenden Sie den vorhandenen Schlüssel.',
    cause: 'Ein Signaturschlüssel dieses Anbieters hat dasselbe kid oder dasselbe Schlüsselmaterial.',
    remedy: 'Verwenden Sie den registrierten Schlüssel, oder geben Sie dem neuen ein anderes kid.',
  },
  signing_key_not_held: {
    title: 'Hier lässt sich kein Link erzeugen',
    action: 'Lassen Sie einen Signaturschlüssel erzeugen.',
    cause:
      'Die Schlüssel, die dieser Server für den Vendor hielt, sind außer Dienst; er kann keinen Link in dessen Namen signieren.',
    remedy:
      'Lassen Sie einen erzeugen mit POST /api/v1/signing-keys {"generate": {"bits": 2048}}, oder signieren Sie Links auf Ihrem eigenen Server.',
  },
  idempotency_key_invalid: {
    title: fixRequest,
    action: 'Senden Sie einen anderen Idempotency-Key.',
    cause:
      'Der Header Idempotency-Key ist leer, länger als 255 Zeichen, mehrfach vorhanden oder kein druckbares ASCII.',
    remedy:
      'Senden Sie mit jedem POST, den Sie vielleicht wiederholen müssen, eine zufällige UUID als Idempotency-Key.',
  },
  idempotency_key_reused: {
    title: fixRequest,
    action: 'Senden Sie einen anderen Idempotency-Key.',
    cause: 'Dieser Idempotency-Key kam schon mit einer anderen Anfrage.',
    remedy:
      'Verwenden Sie für jede neue Anfrage einen neuen Schlüssel, und denselben nur, um dieselbe Anfrage zu wiederholen.',
  },
  idempotency_key_in_use: {
    title: 'Dieselbe Anfrage läuft noch',
    action: waitAndRetry,
    cause: 'Eine Anfrage mit diesem Idempotency-Key ist noch nicht beantwortet.',
    remedy: 'Wiederholen Sie die Anfrage nach so vielen Sekunden, wie Retry-After nennt.',
  },
  connection_missing: {
    title: 'Diese Verbindung gibt es nicht',
    action: 'Gehen Sie zurück zur Liste und wählen Sie eine andere.',
    cause: 'Der Kunde hat keine solche Verbindung.',
    remedy: 'Vergleichen Sie die ID im Pfad mit den Verbindungen dieses Kunden.',
  },
  provider_not_configured: {
    title: 'Dieser Dienst lässt sich hier nicht verbinden',
    action: 'Gehen Sie zurück zur Liste und wählen Sie einen anderen.',
    cause:
      'Diesem Kunden wird kein Dienst dieses Namens angeboten, oder es ist einer mit OAuth 2.0, dessen Client-ID und Secret hier fehlen oder den er ablehnt.',
    remedy:
      'Vergleichen Sie den Dienst im Pfad mit dem Katalog in docs/providers/README.md und seine Einstellungen mit denen beim Dienst: PUT /api/v1/providers/{id}.',
  },
  fields_invalid: {
    title: 'Einige Felder sind noch nicht richtig',
    action: 'Berichtigen Sie die markierten Felder.',
    cause: 'Ein Feld fehlt, ist zu lang oder hat nicht die Form, die der Eintrag des Dienstes angibt.',
    remedy: 'Berichtigen Sie die Felder, die details nennt.',
  },
  credentials_invalid: {
    title: 'Diese Zugangsdaten wurden nicht angenommen',
    action: 'Prüfen Sie sie beim Dienst und versuchen Sie es noch einmal.',
    cause: 'Der Dienst selbst hat die Zugangsdaten abgelehnt.',
    remedy:
      'Lassen Sie die Zugangsdaten neu kopieren; prüfen Sie, ob sie die Rechte haben, die der Eintrag des Dienstes nennt.',
  },
  account_mismatch: {
    title: 'Das ist ein anderes Konto',
    action: 'Verwenden Sie das bisher verbundene Konto, oder verbinden Sie dieses neu.',
    cause:
      'Die Zugangsdaten gehören zu einem anderen Konto beim Dienst als die Verbindung. Die alten bleiben gespeichert.',
    remedy: 'Verbinden Sie dasselbe Konto wieder, oder legen Sie eine weitere Verbindung an.',
  },
  provider_unavailable: {
    title: 'Der Dienst antwortet nicht',
    action: waitAndRetry,
    cause:
      'Der Dienst hat nicht rechtzeitig oder mit einem Fehler geantwortet, oder er darf von hier nicht aufgerufen werden.',
    remedy:
      'Sehen Sie auf der Statusseite des Dienstes nach. Für einen eigenen Host siehe „Outbound requests“ in docs/security.md.',
  },
  connection_expired: {
    title: 'Diese Verbindung muss erneuert werden',
    action: 'Verbinden Sie sie neu.',
    cause: 'Der Dienst nimmt die gespeicherte Freigabe nicht mehr an und hat es abgelehnt, sie zu erneuern.',
    remedy:
      'Lassen Sie sie von einer Person des Kunden unter /embedded/connections/<id> neu verbinden. Ihre Ereignisse melden expired und danach wieder connected.',
  },
  connection_not_connected: {
    title: 'Diese Verbindung ist nicht verbunden',
    action: 'Verbinden Sie sie zuerst.',
    cause: 'Die Verbindung hat keine Zugangsdaten: Niemand hat sie bisher verbunden, oder sie wurde getrennt.',
    remedy: 'Lassen Sie sie von einer Person des Kunden unter /embedded/connections/<id> verbinden.',
  },
  credentials_unreadable: {
    title: 'Die gespeicherten Zugangsdaten sind nicht lesbar',
    action: 'Verbinden Sie sie neu, oder kommen Sie später wieder.',
    cause:
      'Die gespeicherten Zugangsdaten lassen sich nicht öffnen: Ihre Zeile wurde verändert oder verschoben, oder ihr Schlüssel fehlt im Schlüsselbund.',
    remedy:
      'Wer den Server betreibt, stellt den fehlenden Schlüssel in INLAY_ENCRYPTION_KEYS wieder her; dann geht die Verbindung wieder. Sonst lassen Sie sie von einer Person des Kunden neu verbinden.',
  },
  popup_blocked: {
    title: 'Der Browser hat das Fenster blockiert',
    action: 'Drücken Sie noch einmal auf die Schaltfläche, oder öffnen Sie die Adresse darunter in einem neuen Tab.',
    cause:
      'window.open ergab kein Fenster: Der Browser oder eine Erweiterung blockiert Popups, oder der Frame hat eine Sandbox ohne allow-popups.',
    remedy:
      'Ein iframe mit Sandbox braucht allow-popups und allow-popups-to-escape-sandbox. Sonst ist auf Ihrer Seite nichts zu tun: Der Frame bietet einen anderen Weg an.',
  },
  popup_closed: {
    title: 'Das Fenster wurde geschlossen',
    action: 'Es hat sich nichts geändert. Beginnen Sie neu, wann Sie möchten.',
    cause: 'Das Fenster wurde geschlossen oder der Vorgang abgebrochen, bevor der Dienst zurückleitete.',
    remedy: 'Nichts zu tun: Die Person kann neu beginnen.',
  },
  authorization_denied: {
    title: 'Der Zugriff wurde nicht erlaubt',
    action: 'Es hat sich nichts geändert. Zum Verbinden beginnen Sie neu und erlauben Sie den Zugriff.',
    cause: 'Der Dienst hat access_denied geantwortet: Die Person oder eine Regel ihrer Organisation hat abgelehnt.',
    remedy: 'Muss eine Administration Ihre App beim Dienst freigeben, dann sagen Sie das in Ihrer eigenen Hilfe.',
  },
  authorization_failed: {
    title: 'Das Verbinden hat nicht geklappt',
    action: 'Beginnen Sie neu. Bleibt es so, nennen Sie den Betreibern dieser App die Referenz unten.',
    cause:
      'Der Dienst hat mit einem Fehler geantwortet oder mit etwas, das nicht stimmt: einem Code, den er ablehnt, einem ID-Token, das nicht für uns ist, oder ohne das Konto zu nennen.',
    remedy:
      'Der Fehlercode des Dienstes steht in GET /api/v1/audit-events. Oft weichen Redirect-URI oder Scopes beim Dienst von den Einstellungen hier ab.',
  },
  authorization_timeout: {
    title: 'Das hat zu lange gedauert',
    action: 'Es hat sich nichts geändert. Beginnen Sie neu.',
    cause: 'Die Freigabe wurde nicht innerhalb von 10 Minuten abgeschlossen.',
    remedy: 'Nichts zu tun: Die Person kann neu beginnen.',
  },
  state_mismatch: {
    title: 'Dieses Fenster gehört zu einem anderen Versuch',
    action: 'Schließen Sie es und beginnen Sie neu in der App, aus der Sie gekommen sind.',
    cause:
      'Die Antwort des Dienstes passt zu keiner Freigabe, die dieser Browser begonnen hat: Ihr state ist unbekannt, verbraucht oder der eines anderen Browsers, oder ihr iss ist der eines anderen Dienstes.',
    remedy:
      'Die Person beginnt im Frame neu. Kommt es wieder vor, prüfen Sie, ob das Popup Cookies dieses Servers behalten darf und ob etwas die Callback-Adresse zweimal öffnet.',
  },
  jodoo_integration_missing: {
    title: 'Unter dieser Adresse gibt es keine Jodoo-Integration',
    action: 'Fragen Sie, wer Ihnen diese Adresse gegeben hat, nach der richtigen.',
    cause: 'Die Adresse nennt keine Jodoo-Integration, oder eine gelöschte.',
    remedy:
      'Kopieren Sie die Adresse neu aus GET /api/v1/jodoo-integrations und tragen Sie sie in Jodoo als App Home Page oder im Formular oder Dashboard ein.',
  },
  jodoo_app_disabled: {
    title: 'Die Anmeldung mit Jodoo ist ausgeschaltet',
    action: 'Bitten Sie Ihre Administration, sie wieder einzuschalten.',
    cause: 'Die Integration ist hier ausgeschaltet.',
    remedy:
      'Setzen Sie enabled mit PATCH /api/v1/jodoo-integrations/{id} auf true, und stellen Sie sicher, dass die Integrations-App auch in Jodoo eingeschaltet ist.',
  },
  jodoo_domain_untrusted: {
    title: 'Diese Website steht nicht auf der Liste vertrauenswürdiger Domains',
    action: 'Bitten Sie Ihre Administration, die Liste der vertrauenswürdigen Domains zu ergänzen.',
    cause:
      'Der Host von INLAY_PUBLIC_URL steht nicht auf den vertrauenswürdigen Domains der Integration. Eine Domain passt nur genau: example.com deckt a.example.com nicht ab.',
    remedy:
      'Tragen Sie den Host dieses Servers ohne https:// in Jodoo unter Trusted Domains und hier in trustedDomains ein, mehrere mit Komma und ohne Leerzeichen.',
  },
  jodoo_https_required: {
    title: 'Diese Seite braucht eine sichere Verbindung',
    action: 'Bitten Sie Ihre Administration, HTTPS einzurichten.',
    cause: 'INLAY_PUBLIC_URL ist nicht https: Codes von Jodoo könnten unterwegs gelesen werden.',
    remedy: 'Stellen Sie INLAY_PUBLIC_URL über HTTPS mit gültigem Zertifikat bereit.',
  },
  jodoo_code_missing: {
    title: 'Jodoo hat keinen Code geschickt',
    action: 'Beginnen Sie neu in Jodoo.',
    cause: 'Die Callback-Adresse wurde ohne den Parameter code geöffnet.',
    remedy: 'Stellen Sie sicher, dass nichts zwischen Jodoo und diesem Server Parameter aus Adressen entfernt.',
  },
  jodoo_code_invalid: {
    title: 'Diese Anmeldung ist verbraucht oder abgelaufen',
    action: 'Melden Sie sich neu an, oder drücken Sie in Jodoo noch einmal auf Enter App.',
    cause:
      'Jodoo nimmt jeden Code einmal und nur kurze Zeit: Eine Seite wurde neu geladen, über „Zurück“ oder zweimal geöffnet oder zu lange offen gelassen.',
    remedy:
      'Nichts zu tun: Jeder Druck auf Enter App macht einen neuen Code. Kommt es jedes Mal vor, prüfen Sie, ob ein Proxy oder Scanner die Adresse zuerst öffnet.',
  },
  jodoo_secret_invalid: {
    title: 'Die Anmeldung mit Jodoo ist nicht richtig eingerichtet',
    action: 'Die Administration wurde informiert. Versuchen Sie es später noch einmal.',
    cause:
      'Jodoo hat das Suite Secret abgelehnt: Es ist falsch eingetragen oder wurde in Jodoo zurückgesetzt, womit das vorige sofort endet.',
    remedy:
      'Kopieren Sie das Suite Secret aus Jodoo und schreiben Sie es mit PATCH /api/v1/jodoo-integrations/{id}; es gilt sofort, ohne Neustart.',
  },
  jodoo_state_mismatch: {
    title: 'Diese Anmeldung wurde anderswo begonnen',
    action: 'Beginnen Sie neu in diesem Fenster.',
    cause:
      'Der zurückgekommene state ist keiner, den dieser Browser bekommen hat: Er ist unbekannt, verbraucht, älter als 10 Minuten oder der eines anderen Browsers.',
    remedy:
      'Die Person beginnt neu. Kommt es jedes Mal vor, prüfen Sie, ob der Browser in einem eigenen Fenster Cookies dieses Servers behalten darf.',
  },
  jodoo_tenant_not_allowed: {
    title: 'Ihr Jodoo-Unternehmen hat hier keinen Zugang',
    action: 'Melden Sie sich in Jodoo mit einem anderen Unternehmen an, oder fragen Sie Ihre Administration.',
    cause: 'Jodoo nannte eine tenant_id, die nicht auf der Liste der Integration steht.',
    remedy:
      'Soll der Mandant Zugang haben, nehmen Sie seine Kennung in tenantIds auf; GET /api/v1/audit-events nennt sie.',
  },
  jodoo_member_unmapped: {
    title: 'Ihr Jodoo-Konto ist noch nicht verknüpft',
    action: 'Bitten Sie Ihre Administration, es zu verknüpfen.',
    cause:
      'Jodoo bürgt für die Person, aber keine Zuordnung hat diese tenant_id und diesen username in genau dieser Schreibweise, Groß- und Kleinschreibung eingeschlossen.',
    remedy:
      'Legen Sie die Zuordnung mit POST /api/v1/jodoo-members an; GET /api/v1/audit-events nennt tenant_id und username des Versuchs. Oder setzen Sie mappingPolicy auf provision.',
  },
  jodoo_member_disabled: {
    title: 'Ihr Zugang ist ausgeschaltet',
    action: 'Fragen Sie Ihre Administration.',
    cause: 'Die Zuordnung ist ausgeschaltet, oder ihr Mitglied oder Kunde darf sich nicht anmelden.',
    remedy:
      'Sehen Sie in GET /api/v1/jodoo-members nach disabled und nach dem Mitglied und dem Kunden, zu denen die Zuordnung führt.',
  },
  jodoo_unavailable: {
    title: 'Die Anmeldung mit Jodoo geht gerade nicht',
    action: 'Versuchen Sie es gleich noch einmal. Bleibt es so, sagen Sie es Ihrer Administration.',
    cause:
      'Jodoo konnte nicht gefragt werden, wer die Person ist: Es antwortete nicht rechtzeitig, begrenzt Anfragen oder antwortete mit etwas anderem.',
    remedy:
      'Versuchen Sie es später noch einmal. Bleibt es so, prüfen Sie apiBase und führen Sie inlay doctor jodoo aus.',
  },
  jodoo_member_taken: {
    title: 'Dieses Jodoo-Mitglied ist schon zugeordnet',
    action: 'Ändern Sie die bestehende Zuordnung.',
    cause: 'Die Integration hat für diese tenant_id und diesen username schon eine Zuordnung.',
    remedy:
      'Suchen Sie sie mit GET /api/v1/jodoo-members und ändern Sie sie; ein Import ändert Bestehendes von selbst.',
  },
};
