Imports System
Imports System.Collections.Generic
Imports System.IO
Imports System.Linq
Imports System.Threading.Tasks

Public Module VisualBasic
    Public Sub Run(output As TextWriter)
        Dim shop As New Shop("corner")
        AddHandler shop.Sold, Sub(sender, amount) output.WriteLine("sold " & amount)
        shop.Sell(3)
        output.WriteLine(shop.Total)
        output.WriteLine(String.Join(",", shop.Numbers(4)))
        output.WriteLine(shop.LaterAsync(5).GetAwaiter().GetResult())
        output.WriteLine(String.Join(",", From n In Enumerable.Range(1, 5) Where n Mod 2 = 1 Select n * shop.Factor))
        output.WriteLine(shop.Classify("b") & shop.Classify("zebra"))
        output.WriteLine(shop.Describe(Of Integer)(7))
        Dim number As Integer = 1
        shop.Increase(number)
        output.WriteLine(number)
        output.WriteLine(shop.TryIt("x"))
        output.WriteLine(shop("key"))
        output.WriteLine((shop + 2).Total)
        output.WriteLine(shop.Closure()(4))
        output.WriteLine(New With {Key .Name = "n", .Age = 3}.ToString())
        output.WriteLine(shop.OnErrorOld("q"))
        output.WriteLine(shop.StaticLocal() + shop.StaticLocal())
        output.WriteLine(<doc><item><%= shop.Total %></item></doc>.ToString(Xml.Linq.SaveOptions.DisableFormatting))
        Try
            shop.Fail(2)
        Catch ex As InvalidOperationException When ex.Message.Length > 0
            output.WriteLine(ex.ToString())
        End Try
    End Sub
End Module

Public Class Shop
    Public Event Sold As EventHandler(Of Integer)

    Private ReadOnly _name As String

    Public Sub New(name As String)
        _name = name
        Factor = 2
    End Sub

    Public Property Factor As Integer

    Public Property Total As Integer

    Default Public ReadOnly Property Item(key As String) As String
        Get
            Return key & _name & Total
        End Get
    End Property

    Public Shared Operator +(left As Shop, right As Integer) As Shop
        Dim result As New Shop(left._name)
        result.Total = left.Total + right
        Return result
    End Operator

    Public Sub Sell(amount As Integer)
        If amount < 0 Then Throw New ArgumentException(NameOf(amount))
        Total += Cost(amount)
        RaiseEvent Sold(Me, amount)
    End Sub

    Public Function Cost(amount As Integer) As Integer
        Dim result = 0
        For i = 1 To amount
            result += Factor
        Next
        Return result
    End Function

    Public Iterator Function Numbers(count As Integer) As IEnumerable(Of Integer)
        For i = 0 To count - 1
            Yield Cost(i)
        Next
    End Function

    Public Async Function LaterAsync(n As Integer) As Task(Of Integer)
        Await Task.Yield()
        Dim doubled = Await Task.Run(Async Function()
                                         Await Task.Delay(1)
                                         Return n * Factor
                                     End Function)
        Return doubled + Cost(1)
    End Function

    Public Function Classify(text As String) As String
        Select Case text
            Case "a" To "m"
                Return "early"
            Case "n", "o"
                Return "middle"
            Case Else
                Return "late"
        End Select
    End Function

    Public Function Describe(Of T As Structure)(value As T) As String
        Return GetType(T).Name & value.ToString() & If(Nullable.GetUnderlyingType(GetType(T?)) Is GetType(T), "?", "")
    End Function

    Public Sub Increase(ByRef number As Integer, Optional by As Integer = 4)
        number += by
    End Sub

    Public Function TryIt(text As String) As Integer
        Try
            Return Integer.Parse(text)
        Catch ex As FormatException When _name.Length > 2
            Return -1
        Finally
            Total += 1
        End Try
    End Function

    Public Function Closure() As Func(Of Integer, Integer)
        Dim extra = Total
        Return Function(n) n + extra + Cost(n)
    End Function

    Public Function OnErrorOld(text As String) As String
        On Error Resume Next
        Dim n = Integer.Parse(text)
        Return "resumed " & n
    End Function

    Public Function StaticLocal() As Integer
        Static calls As Integer = 10
        calls += 1
        Return calls
    End Function

    Public Sub Fail(depth As Integer)
        If depth = 0 Then Throw New InvalidOperationException("vb")
        Fail(depth - 1)
    End Sub
End Class

Public Structure Point
    Implements IComparable(Of Point)

    Public X As Integer
    Public Y As Integer

    Public Sub New(x As Integer, y As Integer)
        If x < y Then Throw New ArgumentException(NameOf(x))
        Me.X = x
        Me.Y = y
    End Sub

    Public Function CompareTo(other As Point) As Integer Implements IComparable(Of Point).CompareTo
        Return (X + Y).CompareTo(other.X + other.Y)
    End Function
End Structure
