using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.CodeChanges;

/// <summary>State carried over by hooks of the new version, there and back.</summary>
[Collection("swaps")]
public class CarryTests
{
    private const string Account = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using HotWeave;
        [Swappable(Track = true)]
        public class Account
        {
        #if V2
            private decimal balance;
            private readonly List<string> log = new();
            public Account(int cents) { balance = cents / 100m; log.Add("opened"); }
            public void Add(int cents) { balance += cents / 100m; log.Add("add " + cents); if (balance < -1000000m) throw new Exception(); }
            public string Show() => "v2 " + balance.ToString(System.Globalization.CultureInfo.InvariantCulture) + " " + string.Join(",", log);
            [CodeChange]
            private void Change(CodeChangeContext change)
            {
                Notes.Seen.Add($"{change.Direction} {change.From}->{change.To}");
                if (change.IsUp) { balance = change.Get<int>("cents") / 100m; log.Add("had " + change.Get<string>("note")); }
                else { change.Set("cents", (int)(balance * 100m)); change.Set("note", "back"); }
                if (Notes.Fails) throw new InvalidOperationException("no");
            }
        #else
            private int cents;
            private string note = "none";
            public Account(int cents) { this.cents = cents; if (cents < 0) throw new ArgumentException(); }
            public void Add(int cents) { this.cents += cents; note = "added"; if (cents < -1000000) throw new Exception(); }
            public string Show() => "v1 " + cents + " " + note + " " + note.Length;
        #endif
        }
        public static class Notes { public static List<string> Seen = new(); public static bool Fails; }
        [Swappable]
        public static class Bank
        {
            private static readonly List<Account> accounts = new() { new Account(100), new Account(250) };
            public static void Run(TextWriter output)
            {
                foreach (var account in accounts) { account.Add(5); output.Write(account.Show() + "; "); }
                accounts.Add(new Account(7));
        #if V2
                output.Write("two");
        #endif
            }
        }
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Behaviour_40_state_is_carried_up_and_down(Configuration configuration)
    {
        using var swap = new SwapCase("Bank", configuration, source: Account);
        var live = Loaded.From(swap.Woven1);
        Assert.Equal("v1 105 added 5; v1 255 added 5; ", live.Run("Bank"));
        var before = HotSwap.GetStatus().Current;

        var result = await HotSwap.ApplyAsync(swap.MakePatch(swap.Plain2).Bytes, new SwapOptions { LoadContext = live.Context });
        Assert.Equal((SwapMode.Quiescent, "the swap changes state"), (result.Mode, result.ModeReason));
        Assert.Equal("v2 1.10 had added,add 5; v2 2.60 had added,add 5; v2 0.12 had none,add 5; two", live.Run("Bank"));

        await HotSwap.RollbackAsync(before);
        // The fourth was made by the new version.
        Assert.Equal("v1 115 added 5; v1 265 added 5; v1 17 added 5; v1 12 added 5; ", live.Run("Bank"));
    }
}
