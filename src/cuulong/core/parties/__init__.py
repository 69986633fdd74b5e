"""Those whom the state serves: citizens, businesses, who acts for whom, and what they consented to (người dân, doanh nghiệp)."""
