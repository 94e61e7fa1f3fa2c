// Passkeys: between the forms of the account pages and the browser's own dialogue.
// A form says in data-passkey what it wants: "sign-in", "use", "make" or "make-resident".
// Without this module, or without passkeys in the browser, the other ways to sign in remain.

const bytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const described = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const make = async (options, resident) => {
  const wanted = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: described(options.excludeCredentials),
  };
  if (resident) {
    wanted.authenticatorSelection = {
      ...options.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
  }
  const made = await navigator.credentials.create({ publicKey: wanted });
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
    },
    clientExtensionResults: made.getClientExtensionResults(),
  };
};

const use = async (options) => {
  const used = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: described(options.allowCredentials),
    },
  });
  const answer = used.response;
  return {
    id: used.id,
    rawId: text(used.rawId),
    type: used.type,
    response: {
      clientDataJSON: text(answer.clientDataJSON),
      authenticatorData: text(answer.authenticatorData),
      signature: text(answer.signature),
      ...(answer.userHandle ? { userHandle: text(answer.userHandle) } : {}),
    },
  };
};

const given = (form) => JSON.parse(form.querySelector("#passkey-options").textContent);

const asked = async (form) => {
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`passkey options: ${response.status}`);
  return response.json();
};

const answers = {
  "sign-in": async (form) => use((await asked(form)).request_options.publicKey),
  use: async (form) => use(given(form).request_options.publicKey),
  make: async (form) => make(given(form).creation_options.publicKey, form.elements.passwordless?.checked),
  "make-resident": async (form) => make(given(form).creation_options.publicKey, true),
};

if (window.PublicKeyCredential && navigator.credentials) {
  for (const hidden of document.querySelectorAll("form[data-passkey][hidden], [data-needs-passkeys][hidden]")) {
    hidden.hidden = false;
  }
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-passkey-error]");
      failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await answers[form.dataset.passkey](form));
      } catch (error) {
        console.warn(error.name);
        failed.hidden = false;
        return;
      }
      form.submit();
    });
  }
}
