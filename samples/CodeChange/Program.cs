using Banking;
using HotWeave;

// Each line is an owner and an amount in cents, such as "anna 250". Ctrl+D (Ctrl+Z, Enter on Windows) ends the session.
var bank = new Bank();
Console.WriteLine($"ready pid={Environment.ProcessId}");
while (Console.ReadLine() is { } line)
{
    // One line, one unit of work: state is carried over between two of them.
    using (UnitOfWork.Enter(line))
        Console.WriteLine(bank.Handle(line));
}

Console.WriteLine("done");
