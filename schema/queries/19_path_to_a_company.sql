-- Who could introduce me to somebody at a company?
from paths_to('example')
limit 10;
