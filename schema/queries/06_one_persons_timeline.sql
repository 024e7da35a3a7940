-- Everything between me and everybody called Anna, with the words that show what it was.
from timeline('anna')
limit 30;
