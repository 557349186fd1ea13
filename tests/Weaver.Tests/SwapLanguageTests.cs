using System.Text.RegularExpressions;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Patches of what the Visual Basic and F# compilers make, whose closures and names differ from those of C#.</summary>
[Collection("swaps")]
public class SwapLanguageTests
{
    private const string VisualBasicSource = """
        Imports System
        Imports System.Collections.Generic
        Imports System.IO
        Imports System.Linq
        Imports System.Linq.Expressions
        Imports System.Threading.Tasks

        Public Class Extra
            Implements IEnumerable(Of Integer)
            Public Old As Integer = 1
            Private ReadOnly items As New List(Of Integer)
        2:    Public Property Added As Integer = 5
        2:    Public Text As String = "none"
        2:    Public Sub New()
        2:    End Sub
        2:    Public Sub New(first As Integer)
        2:        Old = first
        2:    End Sub
        2:    Public Sub Add(item As Integer)
        2:        items.Add(item)
        2:    End Sub
        2:    Public Sub Add(item As Integer, times As Integer)
        2:        items.Add(item * times)
        2:    End Sub
        2:    Public Function Show() As String
        2:        Return Old.ToString() & Added.ToString() & Text & items.Count.ToString() & items.Sum().ToString()
        2:    End Function
            Public Function GetEnumerator() As IEnumerator(Of Integer) Implements IEnumerable(Of Integer).GetEnumerator
                Return items.GetEnumerator()
            End Function
            Private Function GetAny() As Collections.IEnumerator Implements Collections.IEnumerable.GetEnumerator
                Return items.GetEnumerator()
            End Function
        End Class

        Public Structure Truth
            Public N As Integer
            Public Sub New(n As Integer)
                Me.N = n
            End Sub
        2:    Public Shared Operator And(a As Truth, b As Truth) As Truth
        2:        Return New Truth(a.N * b.N)
        2:    End Operator
        2:    Public Shared Operator Or(a As Truth, b As Truth) As Truth
        2:        Return New Truth(a.N + b.N)
        2:    End Operator
        2:    Public Shared Operator IsTrue(a As Truth) As Boolean
        2:        Return a.N > 0
        2:    End Operator
        2:    Public Shared Operator IsFalse(a As Truth) As Boolean
        2:        Return a.N <= 0
        2:    End Operator
        End Structure

        Public Class Counter
            Private ReadOnly handlers As New List(Of Func(Of Integer, String))
            Public Property Total As Integer
        1:    Private limit As Integer = 4
        2:    Private limit As Long = 4
        1:    Private Shared ReadOnly rate As Integer = 2
        2:    Private Shared rate As Double = 2.5
        2:    Private added As Integer = 40
        2:    Private ReadOnly seen As New List(Of String) From {"first", "second"}
        2:    Private Shared made As Integer = 7
        2:    Private Shared ReadOnly names As New Dictionary(Of Integer, String) From {{1, "one"}, {2, "two"}}
        2:    Public Property Extra As String = "extra"
        2:    Public Shared Property Wide As String = "wide"
        2:    Private Shared ReadOnly lengths As Dictionary(Of String, Integer)
        2:    Private Shared sum As Integer
        2:    Public Shared ReadOnly Property Filled As String
        2:    Public Event Happened(text As String)
            Private Shared ReadOnly words As String()
            Shared Sub New()
                words = {"a", "bb", "ccc"}
        2:        lengths = New Dictionary(Of String, Integer)()
        2:        For Each word In words
        2:            lengths(word) = word.Length
        2:            If word.Length > 1 Then sum += lengths(word)
        2:        Next
        2:        Try
        2:            Filled = "filled" & Integer.Parse("x").ToString()
        2:        Catch problem As FormatException
        2:            Filled = "caught" & words.Length.ToString()
        2:        End Try
            End Sub

            Public Function State(n As Integer) As String
        1:        limit += n
        1:        Dim result = (limit * rate).ToString() & Steps().ToString()
        1:        limit = 4 : Return result
        2:        limit += n
        2:        added += 1
        2:        made += 1
        2:        AddHandler Happened, Sub(text) seen.Add(text)
        2:        RaiseEvent Happened("event" & n.ToString())
        2:        Extra &= n.ToString()
        2:        Wide &= "."
        2:        Dim result = (limit * rate).ToString(Globalization.CultureInfo.InvariantCulture) & ":" & added.ToString() & String.Join(",", seen) & made.ToString() & names(1) & Extra & Wide & lengths.Count.ToString() & sum.ToString() & Filled & Steps().ToString()
        2:        limit = 4 : added = 40 : made = 7 : Extra = "extra" : Wide = "wide" : seen.Clear() : seen.Add("first") : seen.Add("second") : HappenedEvent = Nothing
        2:        Return result
            End Function

            Private Function Steps() As Integer
        2:        Static calls As Integer = 100
        2:        calls += 1
        2:        Return calls - calls + 5
        1:        Return 6
            End Function

            Public Sub Register(captured As String)
                handlers.Add(Function(n) captured & n.ToString() & "VERSION")
                handlers.Add(Function(n) (n * FACTOR).ToString())
            End Sub

            Public Function Run(n As Integer) As String
                Total += n
                Return String.Join(",", handlers.Select(Function(h) h(n))) & ":" & Total.ToString() & Describe(n)
            End Function

            Private Function Describe(n As Integer) As String
                Select Case n
                    Case 1
                        Return "one VERSION"
                    Case Else
                        Return "other VERSION"
                End Select
            End Function

            Public Async Function LaterAsync(n As Integer) As Task(Of String)
                Await Task.Yield()
                Return "later VERSION " & (n + FACTOR).ToString()
            End Function

            Public Iterator Function Numbers() As IEnumerable(Of Integer)
                Yield FACTOR
                Yield FACTOR + 1
            End Function
        End Class

        Public Module VisualBasicSwap
            Private ReadOnly counter As New Counter()
        2:    Private Function Trees(outer As Integer, a As Truth, b As Truth) As String
        2:        Dim made As Expression(Of Func(Of String)) = Function() New Extra(outer) With {.Added = outer, .Text = "t" & outer.ToString()}.Show() & New Extra With {.Added = 2}.Show()
        2:        Dim filled As Expression(Of Func(Of String)) = Function() New Extra From {outer, {2, 3}}.Show() & New Extra(4) From {1}.Old.ToString()
        2:        Dim both As Expression(Of Func(Of Integer)) = Function() (a AndAlso b).N * 10 + (a OrElse b).N
        2:        Dim decided As Expression(Of Func(Of Integer)) = Function() If(a AndAlso b, 1, If(a OrElse b, 2, 3))
        2:        Return made.Compile()() & made.Compile(True)() & filled.Compile()() & filled.Compile(True)() & both.Compile()().ToString() & both.Compile(True)().ToString() & decided.Compile()().ToString()
        2:    End Function
        2:    Private moduleWide As Integer = 50
        2:    Private ReadOnly moduleNames As String() = {"module"}

            Public Sub Prepare()
                counter.Register("c")
            End Sub

            Public Sub Run(output As TextWriter)
                counter.Total = 0
                output.Write(New Counter().State(1))
        2:        output.Write(counter.State(1))
                output.Write(counter.Run(1) & counter.Run(2))
        2:        moduleWide += 1
        2:        output.Write(moduleWide.ToString() & moduleNames(0))
        2:        moduleWide = 50
        2:        output.Write(Trees(3, New Truth(1), New Truth(2)) & Trees(4, New Truth(0), New Truth(2)))
                output.Write(counter.LaterAsync(3).Result)
                output.Write(String.Join(";", counter.Numbers()))
            End Sub
        End Module
        """;

    private const string FSharpSource = """
        module FSharpSwap
        open System
        open System.IO
        open System.Collections.Generic

        type Shape =
            | Circle of float
            | Square of float

        type Worker(name: string) =
            let items = List<int -> string>()
        1:    let mutable limit = 4
        2:    let mutable limit = 4L
        2:    let mutable added = 40
        2:    let seen = List<string>([ "first" ])
        2:    static let mutable made = 7
        2:    static let names = dict [ 1, "one" ]
        2:    static let mutable grown = 0
        2:    static let squares = Dictionary<int, int>()
        2:    static do
        2:        for i in 1 .. 4 do
        2:            grown <- grown + i
        2:            squares[i] <- i * i
        2:    static let described = (if grown > 5 then "grown" else "small") + string squares.Count
        2:    member val Extra = "extra" with get, set
        2:    static member val Wide = "wide" with get, set
            member this.State(n: int) =
        1:        limit <- limit + n
        1:        let result = string limit
        1:        limit <- 4; result
        2:        limit <- limit + int64 n
        2:        added <- added + n
        2:        made <- made + n
        2:        seen.Add(string n)
        2:        this.Extra <- this.Extra + string n
        2:        Worker.Wide <- Worker.Wide + "."
        2:        let result = String.Join(":", [ string limit; string added; string made; String.Join("+", seen); names[1]; this.Extra; Worker.Wide; string grown; string squares[3]; described ])
        2:        limit <- 4L
        2:        added <- 40
        2:        made <- 7
        2:        seen.Clear()
        2:        seen.Add("first")
        2:        this.Extra <- "extra"
        2:        Worker.Wide <- "wide"
        2:        result
            member _.Register(captured: string) =
                items.Add(fun n -> captured + string (n * FACTOR) + name)
                items.Add(fun n -> let rec loop i acc = if i = 0 then acc else loop (i - 1) (acc + i * FACTOR) in string (loop n 0))
            member _.Run(n: int) =
                String.Join(",", items |> Seq.map (fun f -> f n)) + "VERSION"
            member _.Area(shape: Shape) =
                match shape with
                | Circle r -> r * float FACTOR
                | Square s -> s * s * float FACTOR
            member _.Later(n: int) = task {
                do! System.Threading.Tasks.Task.Yield()
                return "later VERSION " + string (n + FACTOR) }

        // What differs is constant data alone, whose name stays.
        type Tables() =
            member _.Sum(more: int) =
                let table = [| 1; 2; 3; 5; 8; 13; FACTOR; 34; 55 |]
                Array.sum table + more
            // Another function in its place is no counterpart of it.
            1:member _.Asked(numbers: int list) = numbers |> List.filter (fun n -> n > 1) |> List.length
            2:member _.Asked(numbers: int list) = numbers |> List.map (fun n -> string n + "!") |> List.length
            member _.Wide() = [| 1L; 2L; 3L; 4L; 5L; 6L; 7L; FACTORL |] |> Array.map string |> String.concat "+"

        // MOVED
        let worker = Worker("w")
        2:let mutable moduleWide = 50
        2:let moduleNames = [| "module"; "name" |]
        2:let moduleCounts = Dictionary<string, int>()
        2:for name in moduleNames do
        2:    moduleCounts[name] <- name.Length
        2:let moduleText = String.Join("-", moduleCounts.Values)

        let Prepare () = worker.Register("c")

        let Run (output: TextWriter) =
            output.Write(worker.Run(3))
            output.Write(Worker("x").State(2))
        2:    output.Write(worker.State(2))
        2:    moduleWide <- moduleWide + 1
        2:    output.Write(string moduleWide + moduleNames[1] + moduleText)
        2:    moduleWide <- 50
            output.Write(worker.Area(Circle 2.0) + worker.Area(Square 3.0))
            output.Write(worker.Later(1).Result)
            output.Write(string (Tables().Sum(3) + Tables().Asked([1; 2; 3])) + Tables().Wide())
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Visual_Basic_goes_live_and_back(Configuration configuration)
    {
        using var swap = new SwapCase("VisualBasicSwap", (directory, version) =>
            Compiler.VisualBasic(directory, "VisualBasicSwap", Version(VisualBasicSource, version), configuration));
        await swap.GoesLiveAndBack(swap.MakePatch(swap.Plain2).Bytes);
        Assert.Equal(PatchOutcome.NoChanges, PatchMaker.Make(new PatchRequest { BaselinePath = swap.Woven1, NewPath = swap.Plain1 }).Outcome);
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task FSharp_goes_live_and_back(Configuration configuration)
    {
        using var swap = new SwapCase("FSharpSwap", (directory, version) =>
            SdkCompiler.FSharp(directory, "FSharpSwap", Version(FSharpSource, version), configuration));
        await swap.GoesLiveAndBack(swap.MakePatch(swap.Plain2).Bytes);
        Assert.Equal(PatchOutcome.NoChanges, PatchMaker.Make(new PatchRequest { BaselinePath = swap.Woven1, NewPath = swap.Plain1 }).Outcome);
    }

    // A line that begins with 1: or 2: is of that version only.
    private static string Version(string source, int version) =>
        Regex.Replace(Regex.Replace(source, $"(?m)^( *){version}:", "$1"), "(?m)^ *[12]:.*\n", "").Replace("VERSION", "v" + version, StringComparison.Ordinal).Replace("FACTOR", version == 1 ? "10" : "20", StringComparison.Ordinal)
            .Replace("MOVED", version == 1 ? "" : "F# names values after their lines,\n// and these have moved.", StringComparison.Ordinal);
}
