using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

// Fields that only constructors know, read by code of other types: what is given an object that exists goes on with the deployed code.
public interface IOrder { string Id { get; } }

public class Order : IOrder
{
    public string Id { get; }
#if V2
    private readonly int rate;
    private readonly List<string> notes;
    public Order(string id, int rate) { Id = id; this.rate = rate; notes = [id, "n" + rate]; }
    internal int Rate => rate;
    internal string Note(int at) { return notes[at] + Rate; }
    public override string ToString() { return "2 " + Id + rate; }
#else
    public Order(string id, int rate) { Id = id; GC.KeepAlive(rate); }
    public override string ToString() { return "1 " + Id; }
#endif
}

// Below the type: the methods that read the field ask too, and with them the others of the class.
public class Express : Order
{
    public Express(string id) : base(id, 9) { }
#if V2
    public string Label() { return "2 label " + Rate + Tail(); }
    public IEnumerable<string> Lines() { yield return "2 first"; yield return Note(1); }
    public string Plain() { return "2 plain" + Id; }
    private string Tail() { return "2" + Id + Note(0); }
#else
    public string Label() { return "1 label " + Id; }
    public IEnumerable<string> Lines() { yield return "1 first"; }
    public string Plain() { return "1 plain" + Id; }
    private string Tail() { return "1" + Id; }
#endif
}

public class Part<T>
{
    public T Value { get; }
#if V2
    internal readonly string text;
    public Part(T value, string tag) { Value = value; text = "<" + value + tag + ">"; }
#else
    public Part(T value, string tag) { Value = value; GC.KeepAlive(tag); }
#endif
}

public class Desk
{
    private readonly Order kept;
    private int served;
    public Desk(Order kept) { this.kept = kept; }
    public int Served => served;
#if V2
    public string Serve(Order order) { served++; return "2 serve " + order.Rate + order.Note(1); }
    public string ServeAny(IOrder any) { any = any ?? throw new ArgumentNullException(nameof(any)); return any is Order order ? "2 any " + order.Rate : "2 other " + any.Id; }
    public string ServeTwo(Order one, Order? two) { return "2 two " + one.Rate + (two is null ? "-" : two.Note(0)); }
    public string ServeKept() { return "2 kept " + kept.Rate; }
    public static string Total(Order order, int times) { var sum = 0; for (var i = 0; i < times; i++) sum += order.Rate; return "2 total " + sum; }
    public async Task<string> Later(Order order) { await Task.Yield(); var text = "2 later " + order.Rate; await Task.Yield(); return text + order.Note(0); }
    public IEnumerable<string> Rows(Order order) { yield return "2 row " + order.Rate; yield return order.Note(1); }
    public string Inside() { var made = Make(5); Func<string> ask = () => "2 inside " + made.Rate; return ask() + Both(made, new Express("e")); }
    public Func<Order, string> Ask() { return static o => "2 ask " + o.Rate; }
    public string Local(Order order) { string Inner(int n) => n == 0 ? "2" : Inner(n - 1) + order.Rate; return Inner(2); }
    public string Of<T>(Part<T> part) { return "2 part " + part.text; }
    public string OfText(Part<string>? part) { return "2 text " + part?.text; }
    private Order Make(int rate) { if (rate > 100) return new Express("x"); return new Order("made", rate); }
    private static string Both(Order a, Express b) { return a.Rate + "/" + b.Rate; }
#else
    public string Serve(Order order) { served++; return "1 serve " + order.Id; }
    public string ServeAny(IOrder any) { any = any ?? throw new ArgumentNullException(nameof(any)); return any is Order order ? "1 any " + order.Id : "1 other " + any.Id; }
    public string ServeTwo(Order one, Order? two) { return "1 two " + one.Id + (two is null ? "-" : two.Id); }
    public string ServeKept() { return "1 kept " + kept.Id; }
    public static string Total(Order order, int times) { var sum = 0; for (var i = 0; i < times; i++) sum += order.Id.Length; return "1 total " + sum; }
    public async Task<string> Later(Order order) { await Task.Yield(); return "1 later " + order.Id; }
    public IEnumerable<string> Rows(Order order) { yield return "1 row " + order.Id; }
    public string Inside() { return "1 inside " + Make(5).Id; }
    public Func<Order, string> Ask() { return static o => "1 ask " + o.Id; }
    public string Local(Order order) { string Inner(int n) => n == 0 ? "1" : Inner(n - 1) + order.Id; return Inner(1); }
    public string Of<T>(Part<T> part) { return "1 part " + part.Value; }
    public string OfText(Part<string>? part) { return "1 text " + part?.Value; }
    private Order Make(int rate) { return new Order("made", rate); }
#endif
}

public class Other : IOrder { public string Id => "other"; }

public static class GivenObjects
{
    private static readonly Order order = new("old", 3);
    private static readonly Express express = new("oldx");
    private static readonly Desk desk = new(order), expressDesk = new(express);
    private static readonly Part<int> number = new(4, "t");
    private static readonly Part<string> word = new("w", "t");
    private static readonly Func<Order, string> ask = desk.Ask();
    private static readonly List<Order> before = [];

    public static void Run(TextWriter output)
    {
        Write(output, "old ", desk, expressDesk, order, express, number, word, ask);
        Order fresh = new("old", 3);
        Express freshExpress = new("oldx");
        Write(output, "new ", new(fresh), new(freshExpress), fresh, freshExpress, new(4, "t"), new("w", "t"), desk.Ask());
        // Whatever the desk is, it goes by what it is given.
        output.WriteLine("mixed " + desk.Serve(fresh) + desk.Inside() + desk.ServeAny(new Other()));
        output.WriteLine("mixedtwo " + desk.ServeTwo(fresh, order) + desk.ServeTwo(order, fresh));
        output.WriteLine("asked " + ask(fresh) + desk.Ask()(order));
        foreach (var made in before)
            output.WriteLine("mid " + made + desk.Serve(made));
        before.Add(new("mid", 7));
    }

    private static void Write(TextWriter output, string who, Desk desk, Desk expressDesk, Order order, Express express, Part<int> number, Part<string> word, Func<Order, string> ask)
    {
        output.WriteLine(who + order + desk.Serve(order) + desk.ServeAny(order) + desk.ServeTwo(order, null) + desk.ServeTwo(order, order) + desk.Served * 0);
        output.WriteLine(who + desk.ServeKept() + expressDesk.ServeKept() + Desk.Total(order, 3) + desk.Later(order).Result + string.Join("/", desk.Rows(order)));
        output.WriteLine(who + ask(order) + desk.Local(order) + desk.Of(number) + desk.Of(word) + desk.OfText(word) + desk.Of(number));
        output.WriteLine(who + express + express.Label() + string.Join("/", express.Lines()) + express.Plain() + desk.Serve(express));
    }
}
