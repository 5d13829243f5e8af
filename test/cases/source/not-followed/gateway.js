// Nobody in sight makes a gateway, or calls what is hidden.
export class Gateway {
  constructor(options) {
    this.base = options.base;
  }

  init(app) {
    app.get('/livez', (req, res) => res.json({ ok: true }));
    app.get(`${this.base}/load`, (req, res) => res.json({}));
  }
}

function hidden(themeApp, file) {
  themeApp.get(`/files/${file}`, (req, res) => res.sendFile(file));
}
