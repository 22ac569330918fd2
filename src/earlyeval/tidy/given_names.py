"""Given names that are common in the United Kingdom, by which a name in free text is most easily seen.

Written down from memory: a help for whoever sends text by mistake, never a proof that a text holds no name. Words that
are also ordinary English words, months or flowers are left out.
"""

GIVEN_NAMES = frozenset((
    "Adam", "Ahmed", "Aisha", "Alan", "Alex", "Alexander", "Ali", "Alice", "Alison", "Amanda", "Amelia", "Amina",
    "Amy", "Andrew", "Angela", "Anna", "Anne", "Anthony", "Arthur", "Barbara", "Ben", "Benjamin", "Beth", "Brian",
    "Callum", "Carol", "Caroline", "Catherine", "Charles", "Charlotte", "Chloe", "Chris", "Christine",
    "Christopher", "Claire", "Daniel", "David", "Deborah", "Diane", "Donna", "Edward", "Elizabeth", "Ella", "Ellie",
    "Emily", "Emma", "Eric", "Ethan", "Fatima", "Fiona", "Fred", "Gemma", "George", "Georgia", "Hannah", "Harry",
    "Hassan", "Heather", "Helen", "Henry", "Ian", "Ibrahim", "Imran", "Isabella", "Isla", "Jack", "Jacob", "Jade",
    "James", "Jane", "Janet", "Jason", "Jean", "Jennifer", "Jess", "Jessica", "Jo", "Joan", "Joanne", "Joe", "John",
    "Jonathan", "Joseph", "Joshua", "Julia", "Julie", "Karen", "Kate", "Katherine", "Katie", "Keith", "Kelly",
    "Kevin", "Khadija", "Kim", "Laura", "Lauren", "Leah", "Leanne", "Lee", "Leo", "Lewis", "Liam", "Linda", "Lisa",
    "Louise", "Lucy", "Luke", "Margaret", "Maria", "Mariam", "Martin", "Mary", "Maryam", "Matthew", "Megan", "Mia",
    "Michael", "Michelle", "Mohammed", "Muhammad", "Natalie", "Nathan", "Nicola", "Nicole", "Noah", "Oliver",
    "Olivia", "Omar", "Oscar", "Patricia", "Paul", "Peter", "Philip", "Priya", "Rachel", "Rebecca", "Richard",
    "Robert", "Ryan", "Sam", "Samantha", "Samuel", "Sandra", "Sara", "Sarah", "Scott", "Sharon", "Simon", "Sophia",
    "Sophie", "Stephanie", "Stephen", "Steven", "Stuart", "Susan", "Thomas", "Tom", "Tracey", "Victoria", "William",
    "Yusuf", "Zainab", "Zoe",
))  # fmt: skip
