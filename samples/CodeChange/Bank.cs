using HotWeave;

namespace Banking;

/// <summary>Has the accounts, and answers lines.</summary>
[Swappable]
internal sealed class Bank
{
    private readonly Dictionary<string, Account> _accounts = [];

    /// <summary>Deposits what the line says, and tells how the account stands.</summary>
    public string Handle(string line)
    {
        if (line.Split(' ') is not [var owner, var amount] || !int.TryParse(amount, out int cents))
            return "say: <owner> <cents>";
        if (!_accounts.TryGetValue(owner, out Account? account))
            _accounts.Add(owner, account = new Account(owner));
        account.Deposit(cents);
        return account.Describe();
    }
}
