"""Those whom the state serves: citizens, businesses, who acts for whom, consents (người dân, doanh nghiệp)."""
