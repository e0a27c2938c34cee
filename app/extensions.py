"""The Flask extensions, made once here and bound to the app in create_app."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate

babel = Babel()
login = LoginManager()
migrate = Migrate(render_as_batch=True)
